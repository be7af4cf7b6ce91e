using DocMgmt.Drive.Seals;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Seals;

/// <summary>Whatever somebody with the database in their hands does to what is sealed is found, and it is said which event or seal it is.</summary>
public sealed class TamperingTests(TamperingTests.World world) : IClassFixture<TamperingTests.World>, IAsyncLifetime
{
    private const long At = 7;

    /// <summary>What is done to the event at position 7, which has id @id there, and what is found.</summary>
    public static TheoryData<string, Tampering, string> Deeds => new()
    {
        { "UPDATE events SET action = 'read' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET user_id = 999 WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET item_id = COALESCE(item_id, 0) + 1 WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET drive_id = COALESCE(drive_id, 0) + 1 WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET share_link_id = 1 WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET created_at = created_at + interval '1 microsecond' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET created_at = created_at - interval '3 months' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET metadata = '{\"name\":\"other\"}' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed: its metadata, address, agent or request id." },
        { "UPDATE events SET ip_address = '203.0.113.9' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed: its metadata, address, agent or request id." },
        { "UPDATE events SET user_agent = 'other' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed: its metadata, address, agent or request id." },
        { "UPDATE events SET request_id = 'other' WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed: its metadata, address, agent or request id." },
        { "UPDATE events SET metadata = '{\"name\":\"other\"}', details_hash = sha256('x') WHERE position = 7", Tampering.Changed, "Event {id} at position 7 was changed." },
        { "UPDATE events SET metadata = '{}', ip_address = NULL, user_agent = NULL, request_id = NULL, salt = NULL WHERE position = 7", Tampering.Changed, "Event {id} at position 7 has lost its details, and no seal says that they were erased." },
        { "DELETE FROM events WHERE position = 7", Tampering.Missing, "The event at position 7 is missing." },
        { "UPDATE events SET position = NULL WHERE position = 7", Tampering.Missing, "The event at position 7 is missing." },
        { "DELETE FROM events WHERE position = (SELECT last_position FROM event_sequencer)", Tampering.Missing, "The event at position {last} is missing." },
        { "INSERT INTO events (position, action, created_at) VALUES (7, 'read', now())", Tampering.Inserted, "Event {newest} at position 7 was put in: nothing was sealed with it." },
        { "INSERT INTO events (position, action, created_at) VALUES (0, 'read', now())", Tampering.Inserted, "Event {newest} at position 0 was put in: nothing was sealed with it." },
        { "INSERT INTO events (position, action, created_at) VALUES (1000000, 'read', now())", Tampering.Inserted, "Event {newest} at position 1000000 was put in: nothing was sealed with it." },
        { "UPDATE events SET position = CASE position WHEN 7 THEN 8 ELSE 7 END WHERE position IN (7, 8)", Tampering.Reordered, "Event {id} is at position 8; it was sealed at 7." },
        { "UPDATE audit_seals SET event_hashes = overlay(event_hashes PLACING sha256('x') FROM 1 FOR 32) WHERE id = 1", Tampering.Seal, "Seal 1 has lost or changed the hashes of its events." },
        { "UPDATE audit_seals SET event_hashes = NULL WHERE id = 1", Tampering.Seal, "Seal 1 has lost or changed the hashes of its events." },
        { "UPDATE audit_seals SET last_position = 5 WHERE id = 1", Tampering.Seal, "Seal 1 was changed." },
        { "UPDATE audit_seals SET signature = overlay(signature PLACING '\\x00' FROM 9) WHERE id = 2", Tampering.Seal, "Seal 2 has a false signature." },
        { "UPDATE audit_seals SET hash = sha256('x') WHERE id = 1", Tampering.Seal, "Seal 2 does not follow the seal before it, one of which was changed." },
        { "DELETE FROM audit_seals WHERE id = 1", Tampering.Seal, "Seal 1 is missing." },
        { "UPDATE event_sequencer SET last_position = 3", Tampering.Seal, "The sequencer was set back: it gave 3 positions, and {last} are sealed." },
    };

    public async ValueTask InitializeAsync() => await world.RestoreAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task What_is_done_to_the_sealed_log_is_found(string deed, Tampering kind, string text)
    {
        var id = await world.Service.ScalarAsync<long>("SELECT id FROM events WHERE position = $1", At);

        await world.Service.ExecuteAsync(deed);

        var report = await world.Service.VerifyAuditAsync();
        var newest = await world.Service.ScalarAsync<long>("SELECT max(id) FROM events");
        var expected = text.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{newest}", $"{newest}", StringComparison.Ordinal).Replace("{last}", $"{world.Last}", StringComparison.Ordinal);
        Assert.Contains((kind, expected), report.Findings.Select(f => (f.Kind, f.Text)));
        Assert.InRange(report.Count, 1, 2);
    }

    [Fact]
    public async Task One_who_has_no_key_can_make_no_chain()
    {
        await world.Service.ExecuteAsync("DELETE FROM events WHERE position = 7; TRUNCATE audit_seals");
        using var keys = new OtherKeys();
        await using var forger = await TestService.StartAsync(world.Service.ConnectionString, $"Audit__SealKey={keys.Path}");
        await forger.RunJobAsync("audit-seal");

        var report = await world.Service.VerifyAuditAsync();

        Assert.Contains(report.Findings, f => f.Text.StartsWith("Seal 1 was signed with a key that is not known here", StringComparison.Ordinal));
        Assert.Contains(report.Findings, f => f.Text == "Position 7 without an event: what was there went before it was sealed.");
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_is_not_gone_on_with_and_is_missed_by_who_made_the_first_one()
    {
        await world.Service.ExecuteAsync("UPDATE events SET action = 'read' WHERE position = 7; TRUNCATE audit_seals");

        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => world.Service.RunJobAsync("audit-seal"));

        Assert.Contains("the audit log was cut off or made anew", failed.Message, StringComparison.Ordinal);
        Assert.Contains((await world.Service.VerifyAuditAsync()).Findings, f => f.Text.StartsWith("Seal 2 of the earlier verification is not there", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("INSERT INTO audit_seals SELECT 0, 'erasure', NULL, NULL, 1000, 1, e.user_id, NULL, s.content_hash, s.sealed_at, s.previous_hash, s.hash, s.key_id, s.signature FROM events e, audit_seals s WHERE e.position = 7 AND s.id = 1")]
    [InlineData("INSERT INTO audit_seals SELECT 3, 'erasure', NULL, NULL, 1000, 1, e.user_id, NULL, s.content_hash, s.sealed_at, s.hash, s.hash, s.key_id, s.signature FROM events e, audit_seals s WHERE e.position = 7 AND s.id = 2")]
    public async Task An_erasure_that_nobody_with_the_key_noted_excuses_nothing(string note)
    {
        await world.Service.ExecuteAsync($"ALTER TABLE audit_seals DROP CONSTRAINT IF EXISTS audit_seal_id; {note}; UPDATE events SET metadata = '{{}}', ip_address = NULL, user_agent = NULL, request_id = NULL, salt = NULL WHERE position = 7");

        Assert.Contains((await world.Service.VerifyAuditAsync()).Findings, f => f.Kind == Tampering.Changed && f.Position == At);
    }

    [Fact]
    public async Task An_event_with_an_id_that_no_event_has_is_found_wherever_it_was_put()
    {
        await world.Service.ExecuteAsync("ALTER TABLE events DROP CONSTRAINT event_id_positive; INSERT INTO events (id, position, action, created_at) OVERRIDING SYSTEM VALUE VALUES (-1, 1, 'read', now())");

        var report = await world.Service.VerifyAuditAsync();
        await world.Service.ExecuteAsync("DELETE FROM events WHERE id = -1");

        Assert.Contains(report.Findings, f => f.Position == 1 && f.Kind is Tampering.Inserted or Tampering.Changed);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_missed_by_who_kept_the_last_seal()
    {
        var kept = (await world.Service.AuditIsIntactAsync()).LastSeal!;

        await world.Service.ExecuteAsync("""
            DELETE FROM events WHERE position > 7;
            DELETE FROM audit_seals WHERE id > 1;
            UPDATE event_sequencer SET last_position = 7
            """);

        foreach (var since in new[] { kept, null, new SealPoint(1, null, await HashAsync(1)) })
            Assert.Contains((await world.Service.VerifyAuditAsync(since)).Findings, f => f.Text.StartsWith("Seal 2 of the earlier verification is not there", StringComparison.Ordinal));
    }

    private async Task<string> HashAsync(long seal) => (await world.Service.ScalarAsync<string>("SELECT encode(hash, 'hex') FROM audit_seals WHERE id = $1", seal))!;

    private sealed class OtherKeys : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public OtherKeys() => File.Delete(Path);

        public void Dispose() => File.Delete(Path);
    }

    /// <summary>A sealed log, of some twenty events in two seals, which is as it was before each test.</summary>
    public sealed class World(Api api) : IAsyncLifetime
    {
        public TestService Service { get; private set; } = null!;
        public long Last { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Service = await api.StartAsync();
            await Service.PauseJobsAsync();
            var alice = await Service.NewUserAsync();
            for (var i = 0; i < 10; i++) await alice.CreateFolderAsync($"Folder {i}");
            await Service.SealAsync();
            for (var i = 10; i < 20; i++) await alice.CreateFolderAsync($"Folder {i}");
            await Service.SealAsync();
            Last = await Service.ScalarAsync<long>("SELECT last_position FROM event_sequencer");
            await Service.AuditIsIntactAsync();
            await Service.ExecuteAsync("CREATE TABLE kept_events AS SELECT * FROM events; CREATE TABLE kept_seals AS SELECT * FROM audit_seals");
        }

        public Task RestoreAsync() => Service.ExecuteAsync($"""
            TRUNCATE events, audit_seals;
            INSERT INTO events OVERRIDING SYSTEM VALUE SELECT * FROM kept_events;
            INSERT INTO audit_seals SELECT * FROM kept_seals;
            UPDATE event_sequencer SET last_position = {Last}
            """);

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
