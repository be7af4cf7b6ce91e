using System.Text.Json;
using DocMgmt.Tests.Harness;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Tests.Items;

/// <summary>A page of a walk costs its own rows, however many there are and however deep it lies: the real statement's real plan is looked at.</summary>
public class ListPlanTests(Api api)
{
    private const int Children = 20_000, PageSize = 50;

    [Fact]
    public async Task A_page_reads_about_its_own_rows_at_any_depth()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("many");
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT drive_id, id, 'file', lpad(CAST(n AS text), 5, '0'), lpad(CAST(n AS text), 5, '0'), 0, created_by, now(), now()
            FROM items, generate_series(1, CAST($2 AS integer)) n WHERE id = $1
            """, folder, Children);
        await service.GrantAsync(folder, bob, 1);
        var sql = await StatementAsync(service, alice, folder);

        foreach (var analyzed in new[] { false, true })
        {
            if (analyzed) await service.ExecuteAsync("ANALYZE");
            foreach (var (user, plan) in new[] { (alice, "force_custom_plan"), (alice, "force_generic_plan"), (bob, "force_custom_plan"), (bob, "force_generic_plan") })
            {
                foreach (var after in new[] { 0, Children / 2, Children - 20 })
                {
                    var scans = await ScansOfItemsAsync(service, sql, user, folder, $"{after:D5}", plan);
                    var what = $"{plan}, analyzed {analyzed}, after {after}: {string.Join(" | ", scans)}";
                    Assert.True(scans.Count > 0, sql);
                    Assert.True(scans.TrueForAll(s => s.Node != "Seq Scan"), what);
                    Assert.True(scans.Sum(s => s.Rows) < 4 * PageSize, what);
                }
            }
        }
    }

    /// <summary>What the service asks for the later pages of a walk.</summary>
    private static async Task<string> StatementAsync(TestService service, TestUser user, long folder)
    {
        var cursor = (await user.GetJsonAsync($"/v1/items?parent_id={folder}&page_size={PageSize}")).Text("next_cursor");
        using var statements = new Statements();
        return Assert.Single(await statements.OfAsync(user, HttpMethod.Get, $"/v1/items?parent_id={folder}&page_size={PageSize}&cursor={cursor}"));
    }

    private static async Task<List<(string Node, double Rows)>> ScansOfItemsAsync(TestService service, string sql, TestUser user, long folder, string after, string plan)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        await using (var set = new NpgsqlCommand($"SET plan_cache_mode = {plan}", connection)) await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", connection)
        {
            Parameters =
            {
                new("CallerSession", await service.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", user.Id)), new("CallerId", user.Id),
                new("Now", service.Clock.GetUtcNow().UtcDateTime), new("AccessId", folder), new("AfterKey", after), new("AfterId", long.MaxValue),
                new("Limit", PageSize + 1), new("Offset", NpgsqlDbType.Integer) { Value = 0 }, new("Count", false), new("Type", NpgsqlDbType.Text) { Value = DBNull.Value },
                new("Starred", NpgsqlDbType.Boolean) { Value = DBNull.Value },
            },
        };
        var scans = new List<(string, double)>();
        Collect(JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan"), scans);
        return scans;
    }

    private static void Collect(JsonElement node, List<(string, double)> scans)
    {
        if (node.TryGetProperty("Relation Name", out var relation) && relation.GetString() == "items")
        {
            var removed = node.TryGetProperty("Rows Removed by Filter", out var filtered) ? filtered.GetDouble() : 0;
            scans.Add((node.Text("Node Type"), (node.GetProperty("Actual Rows").GetDouble() + removed) * node.GetProperty("Actual Loops").GetDouble()));
        }

        if (!node.TryGetProperty("Plans", out var plans)) return;
        foreach (var below in plans.EnumerateArray()) Collect(below, scans);
    }
}
