using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class CreateItemParentTests(Api api)
{
    [Fact]
    public async Task Folders_nest_100_deep_and_not_deeper()
    {
        var alice = await api.NewUserAsync();
        long? parent = null;
        for (var depth = 1; depth <= 100; depth++) parent = await alice.CreateFolderAsync($"{depth}", parent);

        var tooDeep = await alice.PostAsync("/v1/items", new { item_name = "101", type = "folder", parent_id = parent });
        var renamed = await alice.PostAsync("/v1/items", new { item_name = "101", type = "folder", parent_id = parent, on_conflict = "rename" });

        await tooDeep.IsProblemAsync(HttpStatusCode.BadRequest, "folder_too_deep");
        await renamed.IsProblemAsync(HttpStatusCode.BadRequest, "folder_too_deep");
        Assert.Equal(0, (await alice.GetJsonAsync($"/v1/items?parent_id={parent}")).GetProperty("total").GetInt32());
        var path = "/" + string.Join('/', Enumerable.Range(1, 100));
        var deepest = await alice.GetJsonAsync($"/v1/items/by-path?path={Uri.EscapeDataString(path)}");
        Assert.Equal((parent, path), (deepest.Id(), deepest.Text("full_path")));
        await (await alice.GetAsync($"/v1/items/by-path?path={Uri.EscapeDataString(path + "/101")}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_file_is_no_parent()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.PostJsonAsync("/v1/items", new { item_name = "f", type = "file" })).Id();

        await (await alice.PostAsync("/v1/items", new { item_name = "x", type = "folder", parent_id = file })).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await alice.PostAsync("/v1/items", new { item_name = "x", type = "file", parent_id = file })).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await alice.GetAsync($"/v1/items?parent_id={file}")).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    public async Task A_parent_that_is_a_strangers_missing_or_trashed_does_not_exist(string type)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var strangers = await bob.CreateFolderAsync("Bob's");
        var top = await alice.CreateFolderAsync("top");
        var below = await alice.CreateFolderAsync("below", top);
        await api.Service.TrashAsync(top);

        foreach (var parent in new[] { strangers, long.MaxValue, 0, -1, top, below, await api.Service.RootAsync(bob) })
        {
            var response = await alice.PostAsync("/v1/items", new { item_name = "x", type, parent_id = parent });
            await response.IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM items WHERE created_by = $1 AND name = 'x'", alice.Id));
    }

    [Fact]
    public async Task Everything_in_a_drive_is_its_owners_whoever_made_it()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var shared = await alice.CreateFolderAsync("Shared");
        await api.Service.GrantAsync(shared, bob, 2);

        var made = await bob.PostJsonAsync("/v1/items", new { item_name = "By Bob", type = "folder", parent_id = shared });

        Assert.Equal(alice.Id, made.GetProperty("owner_id").GetInt64());
        Assert.Equal(bob.Id, made.GetProperty("created_by").GetInt64());
        Assert.Equal("write", made.Text("permission_type"));
        Assert.Equal("owner", (await alice.GetJsonAsync($"/v1/items/{made.Id()}")).Text("permission_type"));
    }

    [Fact]
    public async Task A_folder_says_that_something_in_it_changed_without_a_new_revision()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.PostJsonAsync("/v1/items", new { item_name = "F", type = "folder" });
        await api.Service.ExecuteAsync("UPDATE items SET updated_at = updated_at - interval '2 seconds' WHERE id = $1", folder.Id());

        await alice.CreateFolderAsync("x", folder.Id());

        var after = await alice.GetJsonAsync($"/v1/items/{folder.Id()}");
        Assert.True(after.GetProperty("updated_at").GetDateTime() >= folder.GetProperty("updated_at").GetDateTime());
        Assert.Equal(folder.GetProperty("revision").GetInt64(), after.GetProperty("revision").GetInt64());
    }
}
