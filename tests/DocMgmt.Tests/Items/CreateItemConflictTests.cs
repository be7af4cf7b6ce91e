using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class CreateItemConflictTests(Api api)
{
    [Theory]
    [InlineData("folder", "folder")]
    [InlineData("folder", "file")]
    [InlineData("file", "folder")]
    public async Task A_name_is_taken_once_whatever_has_it(string first, string second)
    {
        var alice = await api.NewUserAsync();
        await alice.PostJsonAsync("/v1/items", new { item_name = "x", type = first });

        var response = await alice.PostAsync("/v1/items", new { item_name = "x", type = second });

        await response.IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_same_name_is_free_in_another_case_in_another_folder_and_once_its_holder_is_trashed()
    {
        var alice = await api.NewUserAsync();
        var first = await alice.CreateFolderAsync("x");

        await alice.CreateFolderAsync("X");
        await alice.CreateFolderAsync("x", first);
        await api.Service.TrashAsync(first);
        var second = await alice.CreateFolderAsync("x");

        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("file", "report.pdf", "report (1).pdf")]
    [InlineData("folder", "v1.2", "v1.2 (1)")]
    public async Task Renaming_on_conflict_takes_the_next_free_number(string type, string name, string expected)
    {
        var alice = await api.NewUserAsync();
        await alice.PostJsonAsync("/v1/items", new { item_name = name, type });

        var second = await alice.PostJsonAsync("/v1/items", new { item_name = name, type, on_conflict = "rename" });
        await api.Service.ExecuteAsync("UPDATE items SET name = name || '-' WHERE id = $1", second.Id());
        var third = await alice.PostJsonAsync("/v1/items", new { item_name = name, type, on_conflict = "rename" });

        Assert.Equal(expected, second.Text("item_name"));
        Assert.Equal(expected, third.Text("item_name"));
    }

    [Fact]
    public async Task Numbers_go_on_beyond_those_that_are_looked_at_together()
    {
        var alice = await api.NewUserAsync();
        var parent = await alice.CreateFolderAsync("many");
        await alice.CreateFolderAsync("x", parent);
        await api.Service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT drive_id, id, 'file', 'x (' || n || ')', 'x', 0, created_by, now(), now() FROM items, generate_series(1, 130) n WHERE id = $1
            """, parent);

        var next = await alice.PostJsonAsync("/v1/items", new { item_name = "x", type = "folder", parent_id = parent, on_conflict = "rename" });

        Assert.Equal("x (131)", next.Text("item_name"));
    }

    [Fact]
    public async Task Twenty_clients_at_once_get_twenty_numbers_in_a_row()
    {
        var alice = await api.NewUserAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => alice.PostJsonAsync("/v1/items", new { item_name = "x", type = "folder", on_conflict = "rename" })));

        var expected = Enumerable.Range(1, 19).Select(n => $"x ({n})").Prepend("x").Order(StringComparer.Ordinal);
        Assert.Equal(expected, made.Select(m => m.Text("item_name")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_twenty_clients_at_once_one_gets_the_name()
    {
        var alice = await api.NewUserAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => alice.PostAsync("/v1/items", new { item_name = "x", type = "folder" })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created)) await refused.IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
    }
}
