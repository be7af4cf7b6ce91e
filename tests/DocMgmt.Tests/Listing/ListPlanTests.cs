using System.Buffers.Text;
using System.Text.Json;
using DocMgmt.Drive.Listing;
using DocMgmt.Tests.Harness;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Tests.Listing;

/// <summary>A page of a walk costs its own rows, however many there are and however deep it lies: the real statements' real plans are looked at.</summary>
public class ListPlanTests(Api api)
{
    private const int Children = 10_000, PageSize = 20;

    private static readonly bool[] Either = [false, true];

    private static readonly Dictionary<string, OrderField> Fields = new()
    {
        ["name"] = OrderField.Name, ["size"] = OrderField.Size, ["updated_at"] = OrderField.UpdatedAt, ["created_at"] = OrderField.CreatedAt,
    };

    [Fact]
    public async Task A_page_reads_about_its_own_rows_in_any_order_at_any_depth()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("many");
        await PlantAsync(service, folder, "CASE n % 4 WHEN 0 THEN 'folder' ELSE 'file' END", Children);
        await PlantSmallFoldersAsync(service, folder);
        await service.GrantAsync(folder, bob, 1);
        var orders = from order in PlantedRows.Orders from foldersFirst in Either select (order, foldersFirst);
        var pages = new List<(string What, string Sql, List<NpgsqlParameter> Values)>();
        foreach (var (order, foldersFirst) in orders)
        {
            var terms = ListOrder.Of([new(Fields[order.TrimStart('-')], order[0] == '-')], foldersFirst);
            foreach (var (user, page) in new[] { (alice, 1), (bob, 100), (alice, 490) })
                pages.Add(await PageAsync(service, user, folder, $"order={order}&folders_first={foldersFirst}", terms, page));
        }

        await BoundedAsync(service, alice, pages, 6 * PageSize);
    }

    [Fact]
    public async Task A_page_of_one_type_reads_nothing_of_the_other()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("many");
        await PlantAsync(service, folder, "CASE WHEN n > 5000 AND n <= 5050 THEN 'folder' ELSE 'file' END", Children);
        var pages = new List<(string What, string Sql, List<NpgsqlParameter> Values)>();
        foreach (var (name, field) in Fields) pages.Add(await PageAsync(service, alice, folder, $"type=folder&order={name}", ListOrder.Of([new(field, false)]), 1));

        await BoundedAsync(service, alice, pages, 6 * PageSize);
    }

    /// <summary>No index has this order; but that there are no folders is not found by reading all that is there once more.</summary>
    [Fact]
    public async Task A_page_by_id_of_files_alone_reads_what_there_is_once_at_most()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("many");
        foreach (var n in Enumerable.Range(0, 20)) await PlantAsync(service, await alice.CreateFolderAsync($"{n}"), "'folder'", Children / 20); // so every second item is a folder
        await PlantAsync(service, folder, "'file'", Children);
        var pages = new List<(string What, string Sql, List<NpgsqlParameter> Values)>();
        foreach (var descending in Either)
        {
            foreach (var page in new[] { 1, 100, 490 })
                pages.Add(await PageAsync(service, alice, folder, $"$orderby=id{(descending ? " desc" : "")}", ListOrder.Of([new(OrderField.Id, descending)]), page));
        }

        await BoundedAsync(service, alice, pages, Children + (6 * PageSize));
    }

    [Fact]
    public async Task A_page_of_all_below_reads_about_its_own_rows_at_any_depth()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        await PlantAsync(service, top, "'folder'", 300);
        await PlantAsync(service, await alice.CreateFolderAsync("zz many", top), "'file'", 3_000);
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT i.drive_id, i.id, 'file', CAST(n AS text), CAST(n AS text), 0, i.created_by, now(), now() FROM items i, generate_series(1, 20) n WHERE i.parent_id = $1 AND i.name < 'zz'
            """, top);
        await service.GrantAsync(top, bob, 1);
        var pages = new List<(string What, string Sql, List<NpgsqlParameter> Values)>();
        foreach (var foldersFirst in Either)
        {
            foreach (var (user, page) in new[] { (alice, 1), (bob, 100), (alice, 300), (bob, 400) })
                pages.Add(await PageAsync(service, user, top, $"recursive=true&folders_first={foldersFirst}", ListOrder.Of(null, foldersFirst, tree: true), page));
        }

        await BoundedAsync(service, alice, pages, 10 * PageSize);
    }

    /// <summary>Some files in each of its folders: most folders are small, which is what the planner then takes any of them for.</summary>
    private static Task PlantSmallFoldersAsync(TestService service, long folder) => service.ExecuteAsync("""
        INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
        SELECT i.drive_id, i.id, 'file', CAST(n AS text), CAST(n AS text), 0, i.created_by, now(), now() FROM items i, generate_series(1, 5) n WHERE i.parent_id = $1 AND i.type = 'folder'
        """, folder);

    // Analyzed when the test says so, with rows that were never vacuumed, or were: not at a moment between that the server chooses.
    private static async Task PlantAsync(TestService service, long folder, string type, int count)
    {
        await service.ExecuteAsync("ALTER TABLE items SET (autovacuum_enabled = off)");
        await service.ExecuteAsync($"""
            WITH made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                SELECT drive_id, id, {type}, lpad(CAST(n AS text), 5, '0'), lpad(CAST(n AS text), 5, '0'), CASE {type} WHEN 'file' THEN n * 7919 % 997 END, created_by,
                    now() - n % 97 * interval '1 minute', now() - n * 7919 % 991 * interval '1 minute'
                FROM items, generate_series(1, CAST($2 AS integer)) n WHERE id = $1
                RETURNING id, drive_id, parent_id, type
            )
            INSERT INTO folders (id, drive_id, path, depth) SELECT m.id, m.drive_id, f.path || m.id || '/', f.depth + 1 FROM made m JOIN folders f ON f.id = m.parent_id WHERE m.type = 'folder'
            """, folder, count);
    }

    /// <summary>What the service asks for the page after one by number (of the first: for that), with its values.</summary>
    private static async Task<(string What, string Sql, List<NpgsqlParameter> Values)> PageAsync(
        TestService service, TestUser user, long folder, string list, ListOrder order, int page)
    {
        var path = $"/v1/items/{folder}/children?{list}&$count=false&page_size={PageSize}";
        var cursor = page == 1 ? null : (await user.GetJsonAsync($"{path}&page={page}")).Text("next_cursor");
        using var statements = new Statements();
        var sql = Assert.Single(await statements.OfAsync(user, HttpMethod.Get, cursor is null ? path : $"{path}&cursor={cursor}"));
        Assert.DoesNotContain("@Count", sql); // as a value, the count makes a plan for all values look dear, and each page is planned anew
        var values = new List<NpgsqlParameter>
        {
            new("CallerSession", await service.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", user.Id)), new("CallerId", user.Id),
            new("Now", service.Clock.GetUtcNow().UtcDateTime), new("AccessId", folder), new("Limit", PageSize + 1), new("Reach", PageSize + 1),
            new("Offset", NpgsqlDbType.Integer) { Value = 0 },
            new("Type", NpgsqlDbType.Text) { Value = list.Contains("type=folder", StringComparison.Ordinal) ? "folder" : DBNull.Value }, new("AfterPlace", ""),
        };
        if (cursor is null) return ($"{list} from the start", sql, values);
        var after = JsonDocument.Parse(Base64Url.DecodeFromChars(cursor).AsMemory(8)).RootElement.GetProperty("After").EnumerateArray().Select(v => v.GetString()!).ToList();
        if (order.IsTree) (values[^1].Value, after) = (after[0], after[1..]);
        values.AddRange(after.Select((text, n) => new NpgsqlParameter($"After{n}", OrderColumn.Read(text, order.Terms[n].Field))));
        return ($"{list} after page {page}", sql, values);
    }

    private static async Task BoundedAsync(TestService service, TestUser alice, List<(string What, string Sql, List<NpgsqlParameter> Values)> pages, int rows)
    {
        // In a small table much is tried that reads all of it.
        foreach (var n in Enumerable.Range(0, 5)) await PlantAsync(service, await alice.CreateFolderAsync($"beside {n}"), "'file'", Children);
        var wrong = new List<string>();
        foreach (var vacuumed in Either)
        {
            await service.ExecuteAsync(vacuumed ? "VACUUM ANALYZE" : "ANALYZE");
            foreach (var mode in new[] { "force_custom_plan", "force_generic_plan" })
            {
                await using var connection = await service.Database.OpenConnectionAsync();
                await using (var set = new NpgsqlCommand($"SET plan_cache_mode = {mode}", connection)) await set.ExecuteNonQueryAsync();
                foreach (var (what, sql, values) in pages)
                {
                    await using var command = new NpgsqlCommand($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", connection);
                    command.Parameters.AddRange(values.Select(v => v.Clone()).ToArray());
                    var scans = new List<(string Node, double Rows)>();
                    Collect(JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan"), scans);
                    if (scans.Count == 0 || scans.Exists(s => s is { Node: "Seq Scan", Rows: > 0 }) || scans.Sum(s => s.Rows) > rows)
                        wrong.Add($"{mode}, vacuumed {vacuumed}, {what}: {string.Join(" | ", scans.Where(s => s.Rows > 0))}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static void Collect(JsonElement node, List<(string, double)> scans)
    {
        // Folders are found by their ids, too, which with so few of them may be any scan; in the order of the tree only by this index.
        node.TryGetProperty("Index Name", out var index);
        if (node.TryGetProperty("Relation Name", out var relation) && (relation.GetString() == "items" || index.ValueKind == JsonValueKind.String && index.GetString() == "folder_path"))
        {
            var removed = node.TryGetProperty("Rows Removed by Filter", out var filtered) ? filtered.GetDouble() : 0;
            scans.Add((index.ValueKind == JsonValueKind.String ? $"{node.Text("Node Type")} {index}" : node.Text("Node Type"), (node.GetProperty("Actual Rows").GetDouble() + removed) * node.GetProperty("Actual Loops").GetDouble()));
        }

        if (!node.TryGetProperty("Plans", out var plans)) return;
        foreach (var below in plans.EnumerateArray()) Collect(below, scans);
    }
}
