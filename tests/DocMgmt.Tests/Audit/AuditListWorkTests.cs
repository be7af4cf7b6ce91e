using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Audit;

/// <summary>Pages of a long log read what they show, and no more of the log.</summary>
public class AuditListWorkTests(AuditListWorkTests.LongLog log) : IClassFixture<AuditListWorkTests.LongLog>
{
    private const int Counted = 10_000, Few = 1_000;

    [Fact]
    public async Task A_first_page_reads_what_it_counts_and_a_cursor_page_what_it_shows()
    {
        var first = await log.Alice.GetJsonAsync("/v1/audit/me");

        Assert.InRange(await ReadAsync("/v1/audit/me"), 50, Counted + Few);
        Assert.InRange(await ReadAsync($"/v1/audit/me?cursor={first.Text("next_cursor")}"), 50, Few);
    }

    [Fact]
    public async Task An_items_activity_reads_nothing_of_others() => Assert.InRange(await ReadAsync($"/v1/items/{log.Item}/activity"), 1, Few);

    [Fact]
    public async Task A_page_by_address_reads_nothing_of_other_addresses()
    {
        var admin = await log.Service.AdministratorAsync();

        Assert.InRange(await ReadAsync("/v1/admin/audit?ip_address=203.0.113.9", admin), 1, Few);
        Assert.InRange(await ReadAsync($"/v1/admin/audit?created_before={log.Service.Clock.GetUtcNow().AddMonths(-1):yyyy-MM}", admin), 1, Counted + Few);
    }

    [Fact]
    public async Task A_rare_action_is_looked_for_in_one_index() => Assert.InRange(await ReadAsync("/v1/audit/me?action=share"), 1, (2 * LongLog.Events) + Few);

    private async Task<long> ReadAsync(string path, TestUser? user = null)
    {
        await (user ?? log.Alice).GetJsonAsync(path);
        await log.Service.PositionsAreGivenAsync();
        return (await Work.OfAsync(log.Service, () => (user ?? log.Alice).GetJsonAsync(path))).EventsRead;
    }

    /// <summary>30,000 events of one user in the three months before this one, on whatever day the test runs, and among them few of an item and of an address.</summary>
    public sealed class LongLog(Api api) : IAsyncLifetime
    {
        public const int Events = 30_000;

        public TestService Service { get; private set; } = null!;
        public TestUser Alice { get; private set; } = null!;
        public long Item { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Service = await api.StartAsync();
            await Service.PauseJobsAsync();
            Alice = await Service.NewUserAsync();
            Item = await Alice.CreateFolderAsync("Work");
            await Service.ExecuteAsync("SELECT make_event_month(to_char(now() - n * interval '1 month', 'YYYY-MM')) FROM generate_series(1, 3) n");
            await Service.ExecuteAsync("""
                INSERT INTO events (action, user_id, item_id, ip_address, created_at)
                SELECT CASE n % 3000 WHEN 1 THEN 'share' ELSE 'read' END, $1, CASE n % 5000 WHEN 2 THEN $2 ELSE 1000000 + n END, CASE n % 5000 WHEN 3 THEN inet '203.0.113.9' ELSE inet '10.0.0.0' + n END, date_trunc('month', now(), 'UTC') - n * interval '4 minutes'
                FROM generate_series(1, 30000) n
                """, Alice.Id, Item);
            await Service.PositionsAreGivenAsync();
            await Service.ExecuteAsync("VACUUM ANALYZE events");
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
