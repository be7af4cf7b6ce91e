using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Sessions;
using DocMgmt.Drive.Trash;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Drive.Jobs;

/// <summary>The scheduled work, by name. Each piece is commands in bounded batches: two nodes share it, and the next run goes on where one died.</summary>
public static class Maintenance
{
    private const int Batch = 500;

    private static readonly Dictionary<string, Func<IServiceProvider, CancellationToken, Task<int>>> Work = new(StringComparer.Ordinal)
    {
        ["stale-uploads"] = async (services, ct) =>
            await RepeatAsync(services, new DeleteExpiredUploads.Command(Batch), ct)
            + await RepeatAsync(services, new DeleteOldAnswers.Command(Batch), ct)
            + await services.GetRequiredService<StagingSweep>().RunAsync(ct),
        ["blob-sweep"] = async (services, ct) => await services.GetRequiredService<BlobSweep>().RunAsync(ct) is var (ended, deleted) ? ended + deleted : 0,
        ["trash-expiry"] = (services, ct) => services.GetRequiredService<Purges>().ExpireAsync(ct),
        ["expired-grants"] = (services, ct) => RepeatAsync(services, new DeleteEndedSessions.Command(Batch), ct),
    };

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Work.Keys;

    /// <summary>Runs one to its end, in a scope of its own, as the service itself.</summary>
    /// <returns>How many things it dealt with.</returns>
    public static async Task<int> RunAsync(IServiceScopeFactory scopes, string name, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        return await Work[name](scope.ServiceProvider, ct);
    }

    private static async Task<int> RepeatAsync(IServiceProvider services, ICommand<int> command, CancellationToken ct)
    {
        var mediator = services.GetRequiredService<IMediator>();
        for (var total = 0; ;)
        {
            var done = await mediator.Send(command, ct);
            total += done;
            if (done < Batch) return total;
        }
    }
}
