using System.Collections.Concurrent;
using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Drive.Blobs;

/// <summary>How far a migration is.</summary>
/// <param name="Moved">Contents that are in the other store now.</param>
/// <param name="Of">Contents that were to be moved when it began.</param>
/// <param name="Bytes">Of those that were moved.</param>
public sealed record MigrationProgress(long Moved, long Of, long Bytes);

/// <summary>What came of a migration.</summary>
/// <param name="Moved">Contents that it moved.</param>
/// <param name="Bytes">Of these.</param>
/// <param name="Left">Contents that the first store still has.</param>
/// <param name="Pending">Uploads whose bytes are there and that may still be completed, within a day.</param>
/// <param name="Faults">Why contents were not moved: at most a hundred.</param>
public sealed record MigrationReport(long Moved, long Bytes, long Left, long Pending, IReadOnlyList<string> Faults);

/// <summary>
/// Moves all contents from one store to another while the service runs: copies one, reads it back and hashes it, and has its row name the copy. Each is
/// a step of its own, so a migration that was broken off goes on where it was, and two of them do no harm. The first store's bytes are deleted by the sweep when
/// nobody can have a URL or a look at them any more.
/// </summary>
public sealed class BlobMigration(IServiceScopeFactory scopes)
{
    private const int Batch = 200, AtOnce = 4, MostFaults = 100;

    public async Task<MigrationReport> RunAsync(IBlobStore from, IBlobStore to, Action<MigrationProgress> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (moved, bytes, faults) = (0L, 0L, new ConcurrentQueue<string>());
        var first = await SendAsync(new CountInStore.Query(from.Name), ct);
        for (var after = 0L; await SendAsync(new ListInStore.Query(from.Name, after, Batch), ct) is { Count: > 0 } blobs; after = blobs[^1].Id)
        {
            await Parallel.ForEachAsync(blobs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (blob, limited) =>
            {
                if (await MoveAsync(from, to, blob, limited) is { } fault)
                {
                    if (faults.Count < MostFaults) faults.Enqueue($"{blob.Key}: {fault}");
                    return;
                }

                progress(new(Interlocked.Increment(ref moved), first.Blobs, Interlocked.Add(ref bytes, blob.Size)));
            });
        }

        var left = await SendAsync(new CountInStore.Query(from.Name), ct);
        return new(moved, bytes, left.Blobs, left.Pending, [.. faults]);
    }

    /// <returns>Why it was not moved; null when it was, or need not be any more.</returns>
    private async Task<string?> MoveAsync(IBlobStore from, IBlobStore to, StoredBlob blob, CancellationToken ct)
    {
        if (!BlobLocation.TryParse(from.Name, blob.Key, out var old)) return "this is no key";
        StagedBlob staged;
        await using (var content = await from.OpenAsync(old.Key, ct))
        {
            if (content is null) return "its bytes are missing";
            staged = await to.StageAsync(content, long.MaxValue, ct);
        }

        var copy = new BlobLocation(to.Name, staged.Key);
        try
        {
            if (staged.Key.Hash != old.Key.Hash || staged.Length != blob.Size) return await SuspectAsync(to, old, copy, ct);
            if (!await to.PublishAsync(staged.Key, ct)) return "its copy went away";
            if (await to.FaultAsync(staged.Key, blob.Size, hash: true, ct) is { } fault) return await DropAsync(to, copy, $"of its copy, {fault}");
        }
        catch (Exception e) when (e is IOException and not BlobStoreUnavailableException and not BlobStoreFullException)
        {
            return await DropAsync(to, copy, e.Message);
        }

        if (await SendAsync(new MoveBlob.Command(blob.Id, old, copy), ct)) await to.UnstageAsync(staged.Key, CancellationToken.None);
        else await to.DiscardAsync(staged.Key, CancellationToken.None); // swept, healed, found damaged, or moved by somebody else
        return null;
    }

    private async Task<string> SuspectAsync(IBlobStore to, BlobLocation old, BlobLocation copy, CancellationToken ct)
    {
        await SendAsync(new SuspectBlob.Command(old.Store, old.Key.ToString()), ct);
        return await DropAsync(to, copy, "its bytes are not what they should be; it stays where it is, and the integrity scrub looks at it first");
    }

    private static async Task<string> DropAsync(IBlobStore to, BlobLocation copy, string fault)
    {
        await to.DiscardAsync(copy.Key, CancellationToken.None);
        return fault;
    }

    private async Task<T> SendAsync<T>(IRequest<T> request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
    }
}
