using DocMgmt.Blobs;
using Npgsql;

namespace DocMgmt.Tests.Harness;

/// <summary>
/// A service of a test's own whose uploads and sweeps can be stopped between any two of their steps: each step takes a shared advisory lock of
/// its name for a moment, in the store's hooks and in triggers, and a test that holds it stops whoever comes there.
/// </summary>
/// <remarks>Upload: <c>staged w</c>, <c>publishing w</c>, <c>published w</c>, <c>item w</c>, <c>version w</c>, <c>commit w</c>, <c>settling w</c>, where w is the
/// MIME type's second half. Sweep: <c>row</c>, <c>note</c>, <c>bytes</c>, <c>strike</c>.</remarks>
internal sealed class Steps : IAsyncDisposable
{
    private readonly TestService service;
    private readonly List<string> uploads = [];
    private readonly Dictionary<BlobKey, string> owners = [];

    private Steps(TestService service)
    {
        this.service = service;
        var store = HookedStore.Of(service);
        store.Staged = staged => PassAsync("staged " + Own(staged.Key));
        store.Publishing = key => PassAsync("publishing " + Own(key));
        store.Published = key => PassAsync("published " + Own(key));
        store.Unstaging = key => PassAsync("settling " + Own(key));
        store.Discarding = key => PassAsync("settling " + Own(key));
        store.Deleting = _ => PassAsync("bytes");
    }

    public static async Task<Steps> OfAsync(TestService service)
    {
        await service.ExecuteAsync("""
            CREATE FUNCTION pass(step text) RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_xact_lock_shared(hashtextextended(step, 7))';
            CREATE FUNCTION pass_of_type() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pass(TG_ARGV[0] || split_part(NEW.mime_type, '/', 2)); RETURN NEW; END $$;
            CREATE FUNCTION pass_of_owner() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pass('commit ' || NEW.owner_id); RETURN NEW; END $$;
            CREATE FUNCTION pass_of_sweep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pass(TG_ARGV[0]); RETURN COALESCE(NEW, OLD); END $$;
            CREATE TRIGGER step BEFORE INSERT ON items FOR EACH ROW WHEN (NEW.type = 'file') EXECUTE FUNCTION pass_of_type('item ');
            CREATE TRIGGER step BEFORE INSERT ON versions FOR EACH ROW EXECUTE FUNCTION pass_of_type('version ');
            CREATE TRIGGER step BEFORE UPDATE ON drives FOR EACH ROW EXECUTE FUNCTION pass_of_owner();
            CREATE TRIGGER step_delete BEFORE DELETE ON blobs FOR EACH ROW EXECUTE FUNCTION pass_of_sweep('row');
            CREATE TRIGGER step_insert BEFORE INSERT ON blob_deletions FOR EACH ROW EXECUTE FUNCTION pass_of_sweep('note');
            CREATE TRIGGER step_delete BEFORE DELETE ON blob_deletions FOR EACH ROW EXECUTE FUNCTION pass_of_sweep('strike');
            """);
        return new(service);
    }

    /// <summary>Names the uploads of a test, in the order in which they will stage their bytes.</summary>
    public void Expect(params string[] names)
    {
        lock (uploads)
        {
            uploads.Clear();
            uploads.AddRange(names);
            owners.Clear();
        }
    }

    /// <summary>From now on whoever comes to that step stops there, until the stop is disposed of. Null: nobody stops.</summary>
    public async Task<Stop?> StopAtAsync(string? step)
    {
        if (step is null) return null;
        var connection = await service.ConnectAsync();
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(hashtextextended($1, 7))", step);
        return new(service, connection, step);
    }

    /// <summary>Waits until somebody is stopped there.</summary>
    public static Task ReachAsync(Stop? stop) => Eventually.IsTrueAsync(() => stop!.IsReachedAsync());

    /// <summary>Runs somebody until they stop there, wait for another's row, or are done.</summary>
    public async Task RunToAsync(Stop? stop, Task running) =>
        await Eventually.IsTrueAsync(async () => running.IsCompleted || (stop is not null && await stop.IsReachedAsync()) || await WaitsForRowAsync());

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private Task<bool> WaitsForRowAsync() => service.ScalarAsync<bool>(
        "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event IN ('transactionid', 'tuple'))");

    private string Own(BlobKey key)
    {
        lock (uploads)
        {
            if (!owners.TryGetValue(key, out var name))
            {
                name = owners.Count < uploads.Count ? uploads[owners.Count] : "other";
                owners[key] = name;
            }

            return name;
        }
    }

    private async Task PassAsync(string step)
    {
        await using var connection = await service.ConnectAsync();
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 7))", step);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, string step)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = step } } };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Somebody is stopped, or will be, until this is disposed of.</summary>
    internal sealed class Stop(TestService service, NpgsqlConnection connection, string step) : IAsyncDisposable
    {
        public Task<bool> IsReachedAsync() => service.ScalarAsync<bool>("""
            SELECT EXISTS (
                SELECT 1 FROM pg_locks
                WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND (CAST(CAST(classid AS bigint) AS bit(64)) << 32) | CAST(CAST(objid AS bigint) AS bit(64)) = CAST(hashtextextended($1, 7) AS bit(64))
            )
            """, step);

        public ValueTask DisposeAsync() => connection.DisposeAsync(); // ends its session, and with it the lock
    }
}
