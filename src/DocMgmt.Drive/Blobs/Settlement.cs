using System.Threading.Channels;
using DocMgmt.Blobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Tidies up after uploads once they are answered: how long an answer takes tells nobody whether its content was known already. What is not
/// settled when the process ends has its staging name, which <see cref="StagingSweep"/> finds.
/// </summary>
public sealed partial class Settlement(IBlobStore store, ILogger<Settlement> log) : BackgroundService
{
    private const int Capacity = 1_000;
    private const int Workers = 4; // they share the flushes of a folder

    private readonly Channel<(BlobKey Key, bool Keep)> channel = Channel.CreateBounded<(BlobKey, bool)>(Capacity);
    private int unsettled;

    /// <summary>True when everything that was handed in is settled.</summary>
    public bool IsIdle => Volatile.Read(ref unsettled) == 0;

    /// <summary>The bytes are referred to: only their staging name goes.</summary>
    public ValueTask KeepAsync(BlobKey key) => AddAsync(key, keep: true);

    /// <summary>Nothing refers to the bytes, nor will: they go with their staging name.</summary>
    public ValueTask DiscardAsync(BlobKey key) => AddAsync(key, keep: false);

    /// <summary>Takes no more, and settles what it took.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        channel.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
    }

    // Its own end is the channel's: the host's token would leave behind what is quickly done.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(channel.Reader.ReadAllAsync(CancellationToken.None), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (settled, _) => await SettleAsync(settled.Key, settled.Keep));

    // Who uploads faster than this settles waits here.
    private async ValueTask AddAsync(BlobKey key, bool keep)
    {
        Interlocked.Increment(ref unsettled);
        while (await channel.Writer.WaitToWriteAsync())
        {
            if (channel.Writer.TryWrite((key, keep))) return;
        }

        Interlocked.Decrement(ref unsettled); // stopping: clean-up finds the name
    }

    private async Task SettleAsync(BlobKey key, bool keep)
    {
        try
        {
            await (keep ? store.UnstageAsync(key, CancellationToken.None) : store.DiscardAsync(key, CancellationToken.None));
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The staging name of {Key} is left for clean-up")]
    private partial void LogLeftBehind(BlobKey key, Exception e);
}
