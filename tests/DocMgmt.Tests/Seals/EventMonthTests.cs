using System.Globalization;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Seals;

/// <summary>The months of the audit log: made before they come, dropped whole when they are not kept any longer.</summary>
public class EventMonthTests(Api api)
{
    private const string Months = """
        SELECT string_agg(substr(c.relname::text, 8), ' ' ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'events'::regclass AND c.relname <> 'events_default'
        """;

    [Fact]
    public async Task This_month_and_the_next_two_are_there_from_the_start()
    {
        await using var service = await StartAsync();
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events_default"));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, 3).Select(n => Month(service, n))), await service.ScalarAsync<string>(Months));
    }

    [Fact]
    public async Task After_months_without_maintenance_nothing_is_lost_and_the_log_is_whole()
    {
        await using var service = await StartAsync();
        await service.SealAsync();
        service.Clock.Advance(TimeSpan.FromDays(200));
        var alice = await (await service.SignInAsync(TestService.AdminEmail)).CreateFolderAsync("Late");
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events_default WHERE item_id = $1", alice));

        await service.SealAsync();

        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events_default"));
        Assert.Equal(0, (await service.AuditIsIntactAsync()).Unsealed);
    }

    [Fact]
    public async Task A_month_that_is_kept_no_longer_goes_whole_and_the_chain_says_so()
    {
        await using var service = await StartAsync("Audit__RetentionMonths=2");
        await service.ExecuteAsync("INSERT INTO events (action, created_at, metadata) SELECT 'test', $1, '{\"name\":\"secret\"}' FROM generate_series(1, 300)", service.Clock.GetUtcNow().UtcDateTime);
        await service.SealAsync();
        var gone = Month(service, 0);
        service.Clock.Advance(DaysUntilIn(service, 2));
        await service.SealAsync();
        Assert.Contains(gone, await service.ScalarAsync<string>(Months), StringComparison.Ordinal);

        service.Clock.Advance(DaysUntilIn(service, 1));
        await service.SealAsync();

        Assert.DoesNotContain(gone, await service.ScalarAsync<string>(Months), StringComparison.Ordinal);
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'test'"));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM audit_seals WHERE kind = 'events' AND month = $1 AND event_hashes IS NOT NULL", gone.Replace('_', '-')));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'purge' AND metadata->>'audit_month' = $1 AND (metadata->>'events')::int >= 300", gone.Replace('_', '-')));
        await service.SealAsync();
        Assert.Equal([gone.Replace('_', '-')], (await service.AuditIsIntactAsync()).DroppedMonths);
    }

    [Fact]
    public async Task Dropping_a_month_hides_no_tampering_with_it()
    {
        await using var service = await StartAsync("Audit__RetentionMonths=1");
        await service.SealAsync();
        await service.ExecuteAsync("DELETE FROM events WHERE position = 2");
        service.Clock.Advance(DaysUntilIn(service, 2));

        await service.SealAsync();

        Assert.Contains((await service.VerifyAuditAsync()).Findings, f => f.Text.Contains("was dropped with", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_month_is_one_of_UTC_whatever_the_databases_zone_is()
    {
        await using var service = await StartAsync("Audit__RetentionMonths=1");
        await service.ExecuteAsync(@"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'America/New_York'); END $$");
        await service.ExecuteAsync("INSERT INTO events (action, created_at) SELECT 'test', '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 hour' FROM generate_series(0, 743) n");
        await service.SealAsync();

        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'test'"));
        Assert.Equal(744, await service.ScalarAsync<long>("SELECT events FROM audit_seals WHERE kind = 'drop' AND month = '2026-03'"));
        Assert.Equal(["2026-03"], (await service.AuditIsIntactAsync()).DroppedMonths);
    }

    [Fact]
    public async Task Without_a_seal_that_says_so_a_month_that_went_is_missed()
    {
        await using var service = await StartAsync();
        await service.SealAsync();

        await service.ExecuteAsync($"DROP TABLE events_{Month(service, 0)}; UPDATE audit_seals SET event_hashes = NULL");

        var report = await service.VerifyAuditAsync();
        Assert.Contains(report.Findings, f => f.Text == "Seal 1 has lost or changed the hashes of its events.");
    }

    [Fact]
    public async Task While_somebody_reads_for_long_months_wait_and_the_rest_is_sealed()
    {
        await using var service = await StartAsync();
        service.Clock.Advance(TimeSpan.FromDays(200));
        await service.ExecuteAsync("INSERT INTO events (action, created_at) VALUES ('test', $1)", service.Clock.GetUtcNow().UtcDateTime);
        await service.PositionsAreGivenAsync();
        await using var connection = await service.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM events", connection)) await read.ExecuteScalarAsync();

        await service.RunJobAsync("audit-seal");

        Assert.DoesNotContain(Month(service, 0), await service.ScalarAsync<string>(Months), StringComparison.Ordinal);
        Assert.Equal(0, (await service.AuditIsIntactAsync()).Unsealed);
        await transaction.CommitAsync();
        await service.SealAsync();
        Assert.Contains(Month(service, 0), await service.ScalarAsync<string>(Months), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_waits_while_its_month_is_made_is_written_into_it(bool isRead)
    {
        await using var service = await StartAsync("Audit__Reads=Strict");
        service.Clock.Advance(TimeSpan.FromDays(200));
        var alice = await service.SignInAsync(TestService.AdminEmail);
        var folder = await alice.CreateFolderAsync("Work");
        await using var maker = await Holder.OfAsync(service, "LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE");
        var request = isRead ? alice.GetAsync($"/v1/items/{folder}") : alice.RenameAsync(folder, "Play");
        await maker.BlocksAsync(service, request);

        await maker.RunAsync($"SELECT make_event_month('{Month(service, 0).Replace('_', '-')}')");
        await maker.CommitAsync();

        await (await request).SucceededAsync();
        Assert.Equal(1, await service.ScalarAsync<long>($"SELECT count(*) FROM events_{Month(service, 0)} WHERE item_id = $1 AND action = $2", folder, isRead ? "read" : "rename"));
    }

    [Fact]
    public async Task Events_from_before_there_were_months_are_in_theirs_and_can_be_sealed()
    {
        var database = await api.EmptyDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        var files = Directory.GetFiles(Path.Combine(Generated.Root, "db", "migrations"), "*.sql").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Where(f => string.CompareOrdinal(Path.GetFileName(f), "0033") < 0)) await RunAsync(await File.ReadAllTextAsync(file));
        await RunAsync("""
            INSERT INTO events (position, action, user_id, metadata, ip_address, created_at)
            SELECT CASE WHEN n < 50 THEN n END, 'test', n, jsonb_build_object('n', n), '127.0.0.1', '2026-01-20'::timestamptz + n * interval '1 day' FROM generate_series(1, 60) n;
            UPDATE event_sequencer SET last_position = 49
            """);
        await RunAsync(await File.ReadAllTextAsync(files.Single(f => Path.GetFileName(f).StartsWith("0033", StringComparison.Ordinal))));
        await RunAsync("""
            CREATE TABLE schema_migrations (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)
            """);
        foreach (var file in files.Where(f => string.CompareOrdinal(Path.GetFileName(f), "0034") < 0))
            await RunAsync($"INSERT INTO schema_migrations VALUES ({int.Parse(Path.GetFileName(file).AsSpan(0, 4), CultureInfo.InvariantCulture)}, 'x', now())");

        await using var service = await TestService.StartAsync(database);
        await service.SealAsync();

        Assert.Equal("11 28 21", await service.ScalarAsync<string>("SELECT concat_ws(' ', (SELECT count(*) FROM events_2026_01), (SELECT count(*) FROM events_2026_02), (SELECT count(*) FROM events_2026_03))"));
        Assert.True((await service.AuditIsIntactAsync()).Events >= 60);
        async Task RunAsync(string sql)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string Month(TestService service, int ahead) => service.Clock.GetUtcNow().AddMonths(ahead).ToString("yyyy_MM", CultureInfo.InvariantCulture);

    /// <summary>Into the middle of the month after so many.</summary>
    private static TimeSpan DaysUntilIn(TestService service, int months)
    {
        var now = service.Clock.GetUtcNow();
        return new DateTimeOffset(now.Year, now.Month, 15, 12, 0, 0, TimeSpan.Zero).AddMonths(months) - now;
    }

    private async Task<TestService> StartAsync(params string[] settings)
    {
        var service = await api.StartAsync(settings);
        await service.PauseJobsAsync();
        await service.NewUserAsync(); // so that something is there to be sealed
        return service;
    }
}
