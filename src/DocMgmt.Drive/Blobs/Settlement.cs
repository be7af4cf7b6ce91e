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
public sealed partial class Settlement(IBlobStore store, IServiceScopeFactory scopes, ILogger<Settlement> log) : BackgroundService
{
    private const int Capacity = 1_000;
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private const int Workers = 4; // they share the flushes of a folder

    private readonly Channel<(BlobKey Key, StoredCopy? Referred)> channel = Channel.CreateBounded<(BlobKey, StoredCopy?)>(Capacity);
    private int unsettled;

    /// <summary>True when everything that was handed in is settled.</summary>
    public bool IsIdle => Volatile.Read(ref unsettled) == 0;

    /// <summary>Something refers to that copy of the content; the one under <paramref name="key"/> goes unless it is that, or has to take its place.</summary>
    public ValueTask SettleAsync(BlobKey key, StoredCopy referred) => AddAsync(key, referred);

    /// <summary>Nothing refers to the bytes, nor will: they go with their staging name.</summary>
    public ValueTask DiscardAsync(BlobKey key) => AddAsync(key, null);

    /// <summary>Takes no more, and settles what it took, whatever the requests before left of the host's patience.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channel.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(LongestEnd, CancellationToken.None);
    }

    // Its own end is the channel's: the host's token would leave behind what is quickly done.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        channel.Reader.ReadAllAsync(CancellationToken.None), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (one, _) => await SettleOneAsync(one.Key, one.Referred));

    // Who uploads faster than this settles waits here.
    private async ValueTask AddAsync(BlobKey key, StoredCopy? referred)
    {
        Interlocked.Increment(ref unsettled);
        while (await channel.Writer.WaitToWriteAsync())
        {
            if (channel.Writer.TryWrite((key, referred))) return;
        }

        Interlocked.Decrement(ref unsettled); // stopping: clean-up finds the name
    }

    private async Task SettleOneAsync(BlobKey key, StoredCopy? referred)
    {
        try
        {
            if (referred is not null && await KeepsAsync(referred, key)) await store.UnstageAsync(key, CancellationToken.None);
            else await store.DiscardAsync(key, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogLeftBehind(key, e); // clean-up will; the others are to be settled all the same
        }
        finally
        {
            Interlocked.Decrement(ref unsettled);
        }
    }

    private async Task<bool> KeepsAsync(StoredCopy referred, BlobKey key)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Healing>().KeepsAsync(referred, key, CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The staging name of {Key} is left for clean-up")]
    private partial void LogLeftBehind(BlobKey key, Exception e);
}
