using System.Text.Json;
using DocMgmt.Tests.Harness;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Tests.Versions;

/// <summary>
/// The dry run looks up the policies on the paths of the folder's own subtree, however many others there are: the real statement's real plan is
/// looked at.
/// </summary>
public class PruneDryRunPlanTests(Api api)
{
    private const int Folders = 100, Others = 10_000;

    // Makes many folders in one, and gives them policies.
    private const string Fill = """
        WITH made AS (
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
            SELECT drive_id, id, 'folder', 'n' || n, 'n' || n, created_by, now(), now() FROM items, generate_series(1, $2) n WHERE id = $1
            RETURNING id, drive_id, parent_id
        ),
        nested AS (
            INSERT INTO folders (id, drive_id, path, depth)
            SELECT m.id, m.drive_id, p.path || m.id || '/', p.depth + 1 FROM made m JOIN folders p ON p.id = m.parent_id
        )
        INSERT INTO version_policies (folder_id, keep_newest, set_by, updated_at) SELECT m.id, 1, 1, now() FROM made m WHERE $3
        """;

    [Fact]
    public async Task Policies_of_others_are_not_read()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (hers, his) = (await alice.CreateFolderAsync("hers"), await bob.CreateFolderAsync("his"));
        await service.ExecuteAsync(Fill, hers, Folders, false);
        await service.ExecuteAsync(Fill, his, Others, true);
        await (await alice.SetPolicyAsync(hers, new { keep_newest = 3 })).SucceededAsync();
        var sql = await StatementAsync(alice, hers);

        foreach (var analyzed in new[] { false, true })
        {
            if (analyzed) await service.ExecuteAsync("ANALYZE");
            foreach (var plan in new[] { "force_custom_plan", "force_generic_plan" })
            {
                foreach (var supposed in new[] { true, false })
                {
                    var read = await PoliciesReadAsync(service, sql, alice, hers, supposed, plan);
                    Assert.True(read is >= Folders and <= 4 * Folders, $"{plan}, analyzed {analyzed}, supposed {supposed}: {read}");
                }
            }
        }
    }

    private static async Task<string> StatementAsync(TestUser user, long folder)
    {
        using var statements = new Statements();
        return Assert.Single(await statements.OfAsync(user, HttpMethod.Post, $"/v1/items/{folder}/version-policy/dry-run"));
    }

    private static async Task<double> PoliciesReadAsync(TestService service, string sql, TestUser user, long folder, bool supposed, string plan)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        await using (var set = new NpgsqlCommand($"SET plan_cache_mode = {plan}", connection)) await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", connection)
        {
            Parameters =
            {
                new("CallerSession", await service.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", user.Id)),
                new("Now", service.Clock.GetUtcNow().UtcDateTime), new("AccessId", folder), new("AccessLevel", 3), new("MostExamples", 100),
                new("Supposed", supposed), new("KeepNewest", 2), new("KeepDailyDays", NpgsqlDbType.Integer) { Value = DBNull.Value },
            },
        };
        return Read(JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan"));
    }

    /// <summary>How many rows of policies a plan read; looking one up counts, whether it is there or not.</summary>
    private static double Read(JsonElement node)
    {
        var below = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(Read) : 0;
        if (!node.TryGetProperty("Relation Name", out var relation) || relation.GetString() != "version_policies") return below;
        var removed = node.TryGetProperty("Rows Removed by Filter", out var filtered) ? filtered.GetDouble() : 0;
        return below + (Math.Max(1, node.GetProperty("Actual Rows").GetDouble() + removed) * node.GetProperty("Actual Loops").GetDouble());
    }
}
