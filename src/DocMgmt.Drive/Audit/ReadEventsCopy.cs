using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Drive.Audit;

/// <summary>One batch of read events on its way into the database, with when the items were last read: all of it or nothing.</summary>
internal static class ReadEventsCopy
{
    public static async Task RunAsync(NpgsqlDataSource source, List<EventRow> rows)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await TouchAsync(connection, rows);
        await using (var writer = await connection.BeginBinaryImportAsync($"COPY events ({EventRow.Columns}) FROM STDIN (FORMAT binary)"))
        {
            foreach (var row in rows) await WriteRowAsync(writer, row);
            await writer.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task TouchAsync(NpgsqlConnection connection, List<EventRow> rows)
    {
        var reads = rows.Where(r => r is { IsAccess: true, ItemId: not null }).GroupBy(r => r.ItemId!.Value).Select(g => (Id: g.Key, At: g.Max(r => r.CreatedAt))).ToArray();
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
        await WriteOrNullAsync(writer, row.LinkId, NpgsqlDbType.Bigint);
    }

    private static Task WriteOrNullAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type) =>
        value is null ? writer.WriteNullAsync() : writer.WriteAsync(value, type);
}
