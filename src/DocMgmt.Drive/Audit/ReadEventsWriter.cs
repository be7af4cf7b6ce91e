using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Drive.Audit;

/// <summary>
/// Writes the events of reads by COPY, at most 500 at a time and at most 250 ms after they came, and with them when items were last read.
/// While the database is away it keeps what it has and tries again; at shutdown it writes the rest.
/// </summary>
internal sealed partial class ReadEventsWriter(ReadEvents events, NpgsqlDataSource source, TimeProvider clock, ILogger<ReadEventsWriter> log) : BackgroundService
{
    private const int MaxRows = 500;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        events.Complete();
        if (ExecuteTask is not null) await ExecuteTask.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<(EventRow Row, TaskCompletionSource? Written)>(MaxRows);
        // Not stoppingToken: the channel's completion ends the loop, after everything in it was written.
        while (await events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await FillAsync(batch);
            await WriteAsync(batch, stoppingToken);
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

    private async Task WriteAsync(List<(EventRow Row, TaskCompletionSource? Written)> batch, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await CopyAsync(batch.ConvertAll(b => b.Row));
                batch.ForEach(b => b.Written?.TrySetResult());
                return;
            }
            catch (NpgsqlException e) when (!stopping.IsCancellationRequested)
            {
                LogRetry(batch.Count, e);
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
            catch (NpgsqlException e)
            {
                LogLost(batch.Count, e);
                batch.ForEach(b => b.Written?.TrySetException(e));
                return;
            }
        }
    }

    private async Task CopyAsync(List<EventRow> rows)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await TouchAsync(connection, rows);
        await using (var writer = await connection.BeginBinaryImportAsync("""
            COPY events (action, user_id, item_id, drive_id, metadata, ip_address, user_agent, request_id, created_at) FROM STDIN (FORMAT binary)
            """))
        {
            foreach (var row in rows) await WriteRowAsync(writer, row);
            await writer.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task TouchAsync(NpgsqlConnection connection, List<EventRow> rows)
    {
        var reads = rows.Where(r => r.ItemId is not null).GroupBy(r => r.ItemId!.Value).Select(g => (Id: g.Key, At: g.Max(r => r.CreatedAt))).ToArray();
        if (reads.Length == 0) return;
        // Items that went meanwhile are left out, those that stay are held until the commit, in id order.
        await using var touch = new NpgsqlCommand("""
            WITH living AS (SELECT id FROM items WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE)
            INSERT INTO item_accesses (item_id, last_accessed_at)
            SELECT r.id, r.at FROM unnest($1, $2) AS r (id, at) JOIN living USING (id) ORDER BY r.id
            ON CONFLICT (item_id) DO UPDATE SET last_accessed_at = GREATEST(item_accesses.last_accessed_at, excluded.last_accessed_at)
            """, connection)
        {
            Parameters = { new() { Value = Array.ConvertAll(reads, r => r.Id) }, new() { Value = Array.ConvertAll(reads, r => r.At) } },
        };
        await touch.ExecuteNonQueryAsync();
    }

    private static async Task WriteRowAsync(NpgsqlBinaryImporter writer, EventRow row)
    {
        await writer.StartRowAsync();
        await writer.WriteAsync(row.Action, NpgsqlDbType.Text);
        await WriteOrNullAsync(writer, row.UserId, NpgsqlDbType.Bigint);
        await WriteOrNullAsync(writer, row.ItemId, NpgsqlDbType.Bigint);
        await WriteOrNullAsync(writer, row.DriveId, NpgsqlDbType.Bigint);
        await writer.WriteAsync(row.Metadata, NpgsqlDbType.Jsonb);
        await WriteOrNullAsync(writer, row.Address, NpgsqlDbType.Inet);
        await WriteOrNullAsync(writer, row.UserAgent, NpgsqlDbType.Text);
        await WriteOrNullAsync(writer, row.RequestId, NpgsqlDbType.Text);
        await writer.WriteAsync(row.CreatedAt, NpgsqlDbType.TimestampTz);
    }

    private static Task WriteOrNullAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type) =>
        value is null ? writer.WriteNullAsync() : writer.WriteAsync(value, type);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} read events could not be written; trying again")]
    private partial void LogRetry(int count, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} read events were lost at shutdown: the database is away")]
    private partial void LogLost(int count, Exception e);
}
