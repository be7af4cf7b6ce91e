using DocMgmt.Drive.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DocMgmt.Drive.Audit;

/// <summary>
/// Writes the events of reads by COPY, at most 500 at a time and at most 250 ms after they came, and with them when items were last read.
/// While the database is away it keeps what it has and tries again; at shutdown it writes the rest.
/// </summary>
internal sealed partial class ReadEventsWriter(ReadEvents events, NpgsqlDataSource source, TimeProvider clock, ILogger<ReadEventsWriter> log) : BackgroundService
{
    private const int MaxRows = 500;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource ending = new();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        events.Complete();
        ending.TrySetResult(); // what can't be written now is tried no second time
        // Not the host's token: requests that ran to the end of its patience leave none of it for what they read.
        if (ExecuteTask is not null) await ExecuteTask.WaitAsync(LongestEnd, CancellationToken.None);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<(EventRow Row, TaskCompletionSource? Written)>(MaxRows);
        // Not stoppingToken: the channel's completion ends the loop, after everything in it was written.
        while (await events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await FillAsync(batch);
            await WriteAsync(batch);
            batch.Clear();
        }
    }

    private async Task FillAsync(List<(EventRow Row, TaskCompletionSource? Written)> batch)
    {
        using var due = new CancellationTokenSource(MaxDelay, clock);
        while (batch.Count < MaxRows)
        {
            while (batch.Count < MaxRows && events.Reader.TryRead(out var one)) batch.Add(one);
            if (batch.Count == MaxRows || batch.Exists(b => b.Written is not null)) return;
            try
            {
                if (!await events.Reader.WaitToReadAsync(due.Token)) return;
            }
            catch (OperationCanceledException)
            {
                return; // The delay is over.
            }
        }
    }

    private async Task WriteAsync(List<(EventRow Row, TaskCompletionSource? Written)> batch)
    {
        while (true)
        {
            try
            {
                await ReadEventsCopy.RunAsync(source, batch.ConvertAll(b => b.Row));
                batch.ForEach(b => b.Written?.TrySetResult());
                return;
            }
            catch (Exception e) when (IsRefused(e) && batch.Count > 1)
            {
                foreach (var one in batch) await WriteAsync([one]); // one of them is at fault, not its neighbours
                return;
            }
            catch (Exception e) when (IsRefused(e))
            {
                LogRefused(batch[0].Row, e);
                batch[0].Written?.TrySetException(e);
                return;
            }
            catch (Exception e) when (!ending.Task.IsCompleted)
            {
                LogRetry(batch.Count, e);
                await Task.WhenAny(Task.Delay(Pause, clock, CancellationToken.None), ending.Task);
            }
            catch (Exception e)
            {
                LogLost(batch.Count, e);
                batch.ForEach(b => b.Written?.TrySetException(e));
                return;
            }
        }
    }

    /// <summary>Trying again would not help: the row itself can't be written.</summary>
    private static bool IsRefused(Exception e) => !DatabaseFaults.IsMonthMade(e) && e switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException or OperationCanceledException or TimeoutException or IOException => false,
        _ => true,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} read events could not be written; trying again")]
    private partial void LogRetry(int count, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The read event {Row} can't be written")]
    private partial void LogRefused(EventRow row, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} read events were lost at shutdown: the database is away")]
    private partial void LogLost(int count, Exception e);
}
