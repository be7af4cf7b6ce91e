using System.Threading.Channels;
using DocMgmt.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Tidies up after uploads once they are answered: how long an answer takes tells nobody whether its content was known already. What is not
/// settled when the process ends has its staging name, which <see cref="StagingSweep"/> finds.
/// </summary>
public sealed partial class Settlement(BlobStores stores, IServiceScopeFactory scopes, ILogger<Settlement> log) : BackgroundService
{
    private const int Capacity = 1_000;
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private const int Workers = 4; // they share the flushes of a folder

    private readonly Channel<(BlobLocation Own, StoredCopy? Referred)> channel = Channel.CreateBounded<(BlobLocation, StoredCopy?)>(Capacity);
    private int unsettled;

    /// <summary>True when everything that was handed in is settled.</summary>
    public bool IsIdle => Volatile.Read(ref unsettled) == 0;

    /// <summary>Something refers to that copy of the content; the one at <paramref name="own"/> goes unless it is that, or has to take its place.</summary>
    public ValueTask SettleAsync(BlobLocation own, StoredCopy referred) => AddAsync(own, referred);

    /// <summary>Nothing refers to the bytes, nor will: they go with their staging name.</summary>
    public ValueTask DiscardAsync(BlobLocation own) => AddAsync(own, null);

    /// <summary>Takes no more, and settles what it took, whatever the requests before left of the host's patience.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channel.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(LongestEnd, CancellationToken.None);
    }

    // Its own end is the channel's: the host's token would leave behind what is quickly done.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        channel.Reader.ReadAllAsync(CancellationToken.None), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (one, _) => await SettleOneAsync(one.Own, one.Referred));

    // Who uploads faster than this settles waits here.
    private async ValueTask AddAsync(BlobLocation own, StoredCopy? referred)
    {
        Interlocked.Increment(ref unsettled);
        while (await channel.Writer.WaitToWriteAsync())
        {
            if (channel.Writer.TryWrite((own, referred))) return;
        }

        Interlocked.Decrement(ref unsettled); // stopping: clean-up finds the name
    }

    private async Task SettleOneAsync(BlobLocation own, StoredCopy? referred)
    {
        try
        {
            var store = stores.Of(own.Store);
            if (referred is not null && await KeepsAsync(referred, own)) await store.UnstageAsync(own.Key, CancellationToken.None);
            else await store.DiscardAsync(own.Key, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogLeftBehind(own, e); // clean-up will; the others are to be settled all the same
        }
        finally
        {
            Interlocked.Decrement(ref unsettled);
        }
    }

    private async Task<bool> KeepsAsync(StoredCopy referred, BlobLocation own)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Healing>().KeepsAsync(referred, own, CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The staging name of {Own} is left for clean-up")]
    private partial void LogLeftBehind(BlobLocation own, Exception e);
}
