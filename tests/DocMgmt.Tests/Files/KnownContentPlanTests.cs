using System.Security.Cryptography;
using System.Text.Json;
using DocMgmt.Drive.Blobs;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Files;

/// <summary>
/// Whether the caller has a content already is asked with each upload. It costs the same few rows whether nobody has it or everybody else has it a
/// thousand times, also before PostgreSQL knows anything of the tables: else a clock would tell what others have.
/// </summary>
public class KnownContentPlanTests(Api api)
{
    // Puts many files of one content into a folder.
    private const string Fill = """
        WITH made AS (
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT drive_id, id, 'file', 'n' || n, 'n' || n, 0, created_by, now(), now() FROM items, generate_series(1, 3000) n WHERE id = $1
            RETURNING id, drive_id
        )
        INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
        SELECT m.id, m.drive_id, 1, (SELECT id FROM blobs WHERE sha256 = $2), 0, 'text/plain', 1, now() FROM made m
        """;

    [Fact]
    public async Task It_costs_the_same_few_rows_whatever_others_have()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var (known, bobs) = (TestUser.NewContent(), TestUser.NewContent());
        var (hers, his) = (await alice.CreateFolderAsync("hers"), await bob.CreateFolderAsync("his"));
        await alice.UploadAsync("known", known, hers);
        await bob.UploadAsync("other", bobs, his);
        var shared = await carol.CreateFolderAsync("shared");
        await service.GrantAsync(shared, bob, 1);
        foreach (var (folder, content) in new[] { (hers, known), (his, bobs), (shared, bobs) }) await service.ExecuteAsync(Fill, folder, SHA256.HashData(content));
        await service.ExecuteAsync("DISCARD PLANS");

        foreach (var analyzed in new[] { false, true })
        {
            if (analyzed) await service.ExecuteAsync("ANALYZE");
            foreach (var plan in new[] { "force_custom_plan", "force_generic_plan" })
            {
                var (of, none) = (await ScansAsync(service, bob, known, plan), await ScansAsync(service, bob, TestUser.NewContent(), plan));
                var what = $"{plan}, analyzed {analyzed}: {string.Join(" | ", of)} against {string.Join(" | ", none)}";
                Assert.False(await ReadableAsync(service, bob, known));
                Assert.All(of, s => Assert.True(s.Rows <= 10, what));
                Assert.Equal(Others(none), Others(of)); // tables and rows: which of two indexes, PostgreSQL may think over in between
            }
        }

        Assert.True(await ReadableAsync(service, alice, known));
        Assert.True(await ReadableAsync(service, bob, bobs));
        await service.GrantAsync(hers, bob, 1);
        Assert.True(await ReadableAsync(service, bob, known));
    }

    // The content's own row is there or not.
    private static List<(string Table, double Rows)> Others(List<(string Table, string Node, double Rows)> scans) =>
        [.. scans.Where(s => s.Table != "blobs").Select(s => (s.Table, s.Rows)).Order()];

    private static async Task<bool> ReadableAsync(TestService service, TestUser user, byte[] content)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        await using var command = Command(connection, BlobReferences.ReadableByCaller, service, user, content);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Which tables were read, how, and how many rows of them.</summary>
    private static async Task<List<(string Table, string Node, double Rows)>> ScansAsync(TestService service, TestUser user, byte[] content, string plan)
    {
        await using var connection = await service.Database.OpenConnectionAsync();
        await using (var set = new NpgsqlCommand($"SET plan_cache_mode = {plan}", connection)) await set.ExecuteNonQueryAsync();
        await using var command = Command(connection, $"EXPLAIN (ANALYZE, FORMAT JSON) {BlobReferences.ReadableByCaller}", service, user, content);
        var scans = new List<(string, string, double)>();
        Collect(JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan"), scans);
        return scans;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TestService service, TestUser user, byte[] content) => new(sql, connection)
    {
        Parameters =
        {
            new("Sha256", SHA256.HashData(content)), new("CallerId", user.Id), new("Now", service.Clock.GetUtcNow().UtcDateTime), new("Trust", false),
        },
    };

    private static void Collect(JsonElement node, List<(string, string, double)> scans)
    {
        if (node.TryGetProperty("Relation Name", out var relation))
        {
            var rows = node.GetProperty("Actual Rows").GetDouble() + (node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0);
            scans.Add((relation.GetString()!, node.Text("Node Type"), rows * node.GetProperty("Actual Loops").GetDouble()));
        }

        if (!node.TryGetProperty("Plans", out var plans)) return;
        foreach (var below in plans.EnumerateArray()) Collect(below, scans);
    }
}
