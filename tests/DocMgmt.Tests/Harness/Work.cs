using Npgsql;

namespace DocMgmt.Tests.Harness;

/// <summary>
/// What requests cost in rows, as PostgreSQL itself counts them: of the statements that were really sent, by the plans that they really had. For a
/// service of a test's own in which nothing else happens meanwhile.
/// </summary>
internal sealed class Work
{
    /// <param name="Read">Entries of indexes and rows of sequential scans that were looked at; of a heap row found by an index, only the entry.</param>
    /// <param name="Hot">Those of <paramref name="Updated"/> for which no index was written.</param>
    public sealed record Rows(long Read, long Inserted, long Updated, long Hot, long Deleted)
    {
        public static readonly Rows None = new(0, 0, 0, 0, 0);
    }

    private readonly Dictionary<string, Rows> tables;

    private Work(Dictionary<string, Rows> tables) => this.tables = tables;

    /// <summary>Of a table of ours.</summary>
    public Rows this[string table] => tables.GetValueOrDefault(table, Rows.None);

    /// <summary>Rows that were read, of all tables but those of events, which get their positions meanwhile.</summary>
    public long Read => tables.Where(t => !t.Key.StartsWith("events", StringComparison.Ordinal)).Sum(t => t.Value.Read);

    /// <summary>Rows of events that were read, in whatever month.</summary>
    public long EventsRead => tables.Where(t => t.Key.StartsWith("events", StringComparison.Ordinal)).Sum(t => t.Value.Read);

    public override string ToString() => string.Join(", ", tables.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}: {t.Value}"));

    public static async Task<Work> OfAsync(TestService service, Func<Task> requests)
    {
        var before = await CountersAsync(service);
        await requests();
        var after = await CountersAsync(service);
        return new(after.Select(t => (Table: t.Key, Rows: Minus(t.Value, before.GetValueOrDefault(t.Key, Rows.None)))).Where(t => t.Rows != Rows.None)
            .ToDictionary(t => t.Table, t => t.Rows, StringComparer.Ordinal));
    }

    /// <summary>How often transactions met in a circle, since the service began.</summary>
    public static async Task<long> DeadlocksAsync(TestService service)
    {
        await using var connection = await service.ConnectAsync();
        await EndSessionsAsync(service, connection);
        await using var command = new NpgsqlCommand("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<Dictionary<string, Rows>> CountersAsync(TestService service)
    {
        await using var connection = await service.ConnectAsync();
        await EndSessionsAsync(service, connection);
        await using var command = new NpgsqlCommand("""
            SELECT t.relname, t.seq_tup_read + COALESCE((SELECT CAST(sum(x.idx_tup_read) AS bigint) FROM pg_stat_user_indexes x WHERE x.relid = t.relid), 0),
                t.n_tup_ins, t.n_tup_upd, t.n_tup_hot_upd, t.n_tup_del
            FROM pg_stat_user_tables t
            WHERE t.schemaname = 'public' AND t.relname NOT IN ('events', 'event_sequencer', 'jobs') -- which nodes look after all the time
            """, connection);
        var counters = new Dictionary<string, Rows>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) counters[reader.GetString(0)] = new(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
        return counters;
    }

    // A session counts for itself and tells the others when it likes, but at its end before it is gone.
    private static async Task EndSessionsAsync(TestService service, NpgsqlConnection connection)
    {
        const string Sessions = "SELECT COALESCE(array_agg(pid), '{}') FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'docmgmt'";
        await using var all = new NpgsqlCommand(Sessions, connection);
        var open = (int[])(await all.ExecuteScalarAsync())!;
        service.Database.Clear();
        service.UnpreparedDatabase.Clear();
        await using var left = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY ($1)", connection) { Parameters = { new() { Value = open } } };
        await Eventually.IsTrueAsync(async () => await left.ExecuteScalarAsync() is 0L);
    }

    private static Rows Minus(Rows a, Rows b) => new(a.Read - b.Read, a.Inserted - b.Inserted, a.Updated - b.Updated, a.Hot - b.Hot, a.Deleted - b.Deleted);
}
