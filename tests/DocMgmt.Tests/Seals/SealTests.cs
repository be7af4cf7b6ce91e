using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Seals;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DocMgmt.Tests.Seals;

/// <summary>What is sealed, by whom, and what is no tampering.</summary>
public class SealTests(Api api)
{
    private const string Insert = "INSERT INTO events (action, created_at) VALUES ('test', now()) RETURNING id";

    [Fact]
    public async Task Everything_is_sealed_once()
    {
        await using var service = await StartAsync();
        await (await service.NewUserAsync()).CreateFolderAsync("Work");
        await service.SealAsync();
        var first = await service.AuditIsIntactAsync();

        await service.SealAsync();
        var again = await service.AuditIsIntactAsync();

        Assert.Equal((0, first.Seals), (first.Unsealed, again.Seals));
        Assert.Equal(await service.ScalarAsync<long>("SELECT last_position FROM event_sequencer"), first.LastSeal!.Position);
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_no_tampering()
    {
        await using var service = await StartAsync();
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var late = new NpgsqlCommand(Insert, connection);
        await late.ExecuteNonQueryAsync();
        await service.ExecuteAsync(Insert);
        await service.SealAsync();

        await transaction.CommitAsync();
        await service.PositionsAreGivenAsync();

        Assert.Equal(1, (await service.AuditIsIntactAsync()).Unsealed);
        await service.SealAsync();
        Assert.Equal(0, (await service.AuditIsIntactAsync()).Unsealed);
    }

    [Fact]
    public async Task Nodes_that_seal_at_once_make_one_chain()
    {
        await using var service = await StartAsync();
        await service.ExecuteAsync("INSERT INTO events (action, created_at) SELECT 'test', now() FROM generate_series(1, 20000)");
        await service.PositionsAreGivenAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.RunJobAsync("audit-seal")));

        Assert.Equal(0, (await service.AuditIsIntactAsync()).Unsealed);
    }

    [Fact]
    public async Task What_came_from_two_months_at_once_is_sealed_by_months()
    {
        await using var service = await StartAsync();
        var now = service.Clock.GetUtcNow().UtcDateTime;
        for (var i = 0; i < 4; i++) await service.ExecuteAsync("INSERT INTO events (action, created_at) VALUES ('test', $1)", now.AddMonths(-(i % 2)));

        await service.SealAsync();

        await service.AuditIsIntactAsync();
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM audit_seals s JOIN events e ON e.position BETWEEN first_position AND last_position WHERE s.month <> to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM')"));
        Assert.True(await service.ScalarAsync<long>("SELECT count(*) FROM audit_seals") >= 4);
    }

    [Fact]
    public async Task Erasing_a_persons_details_leaves_the_seal_whole()
    {
        await using var service = await StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        foreach (var user in new[] { alice, bob }) await user.CreateFolderAsync("Taxes");
        await service.SealAsync();

        await using (var scope = service.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
            await scope.ServiceProvider.GetRequiredService<Erasure>().RunAsync(alice.Id, CancellationToken.None);
        }

        Assert.Equal(0, await service.ScalarAsync<long>("""
            SELECT count(*) FROM events WHERE user_id = $1 AND (metadata <> '{}' OR ip_address IS NOT NULL OR user_agent IS NOT NULL OR request_id IS NOT NULL OR salt IS NOT NULL)
            """, alice.Id));
        Assert.Equal("Taxes", await service.ScalarAsync<string>("SELECT metadata->>'name' FROM events WHERE user_id = $1 AND action = 'create'", bob.Id));
        await service.SealAsync();
        var report = await service.AuditIsIntactAsync();
        Assert.Equal(await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE user_id = $1", alice.Id), report.Erased);

        await service.ExecuteAsync("UPDATE events SET ip_address = '203.0.113.9' WHERE user_id = $1 AND action = 'create'", alice.Id);
        Assert.Contains((await service.VerifyAuditAsync()).Findings, f => f.Text.EndsWith("has details, which were erased.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_user_does_after_their_erasure_is_not_excused_by_it()
    {
        await using var service = await StartAsync();
        var alice = await service.NewUserAsync();
        await service.SealAsync();
        await using (var scope = service.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
            await scope.ServiceProvider.GetRequiredService<Erasure>().RunAsync(alice.Id, CancellationToken.None);
        }

        await alice.CreateFolderAsync("Later");
        await service.SealAsync();
        await service.ExecuteAsync("UPDATE events SET metadata = '{}', ip_address = NULL, user_agent = NULL, request_id = NULL, salt = NULL WHERE user_id = $1 AND action = 'create'", alice.Id);

        Assert.Single((await service.VerifyAuditAsync()).Findings);
    }

    [Fact]
    public async Task When_events_wait_too_long_for_their_seal_the_job_says_so_and_a_false_seal_stops_none()
    {
        await using var service = await StartAsync();
        await service.SealAsync();
        await service.ExecuteAsync("""
            INSERT INTO audit_seals SELECT s.id + 1, s.kind, s.month, 8000000000000000000, 9000000000000000000, s.events, s.user_id, s.event_hashes, s.content_hash, s.sealed_at, s.hash, s.hash, s.key_id, s.signature
            FROM audit_seals s ORDER BY s.id DESC LIMIT 1
            """);
        await service.ExecuteAsync(Insert);
        await service.SealAsync();
        Assert.Equal(0, (await service.VerifyAuditAsync()).Unsealed);

        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(8301202600000001)"); // nobody gives positions
        await service.ExecuteAsync("INSERT INTO events (action, created_at) VALUES ('test', now() - interval '1 hour')");
        var run = await (await (await service.AdministratorAsync()).RunAsync("audit-seal")).SucceededAsync();

        Assert.Contains("have waited for their position", run.GetProperty("errors").GetRawText(), StringComparison.Ordinal);
    }

    private async Task<TestService> StartAsync()
    {
        var service = await api.StartAsync();
        await service.PauseJobsAsync();
        await service.NewUserAsync(); // so that something is there to be sealed
        return service;
    }
}
