using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class UpdateItemTests(Api api)
{
    [Fact]
    public async Task A_renamed_folder_takes_what_is_below_along_and_touches_one_row()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("old");
        var file = (await alice.UploadAsync("f.txt", TestUser.NewContent(), folder)).Id();
        var below = await alice.CreateFolderAsync("below", folder);
        var paths = await PathsAsync(folder, below);

        var renamed = await (await alice.RenameAsync(folder, "new")).SucceededAsync();

        Assert.Equal("new", renamed.Text("item_name"));
        Assert.Equal("/new", renamed.Text("full_path"));
        Assert.Equal(2, renamed.GetProperty("revision").GetInt64());
        Assert.Equal("/new/f.txt", await alice.PathAsync(file));
        Assert.Equal(paths, await PathsAsync(folder, below));
        Assert.Equal(1, (await alice.ItemAsync(file)).GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task A_taken_name_changes_nothing()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", TestUser.NewContent())).Id();
        await alice.CreateFolderAsync("b");

        await (await alice.PatchAsync($"/v1/items/{file}", new { item_name = "b", description = "x" })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        var item = await alice.ItemAsync(file);
        Assert.Equal("a", item.Text("item_name"));
        Assert.Null(item.GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_name_in_another_case_is_another_name()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a.txt", TestUser.NewContent())).Id();

        Assert.Equal("A.txt", (await (await alice.RenameAsync(file, "A.txt")).SucceededAsync()).Text("item_name"));
    }

    [Fact]
    public async Task The_same_name_again_is_no_change()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", TestUser.NewContent())).Id();
        var tag = await alice.TagAsync(file);

        await (await alice.RenameAsync(file, "a")).SucceededAsync();

        Assert.Equal(tag, await alice.TagAsync(file));
        Assert.Equal(["upload"], await ActionsAsync(file));
    }

    [Fact]
    public async Task A_description_is_kept_until_it_is_taken_away()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", TestUser.NewContent())).Id();

        Assert.Equal("for Bob", (await (await alice.PatchAsync($"/v1/items/{file}", new { description = "for Bob" })).SucceededAsync()).Text("description"));
        Assert.Equal("for Bob", (await (await alice.RenameAsync(file, "b")).SucceededAsync()).Text("description"));
        var gone = await (await alice.PatchAsync($"/v1/items/{file}", new { description = (string?)null })).SucceededAsync();

        Assert.Null(gone.GetProperty("description").GetString());
        Assert.Equal(["upload", "update", "rename", "update"], await ActionsAsync(file));
    }

    [Fact]
    public async Task A_star_is_the_readers_own()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("a", TestUser.NewContent())).Id();
        await api.Service.GrantAsync(file, bob, 1);

        Assert.True((await (await bob.PatchAsync($"/v1/items/{file}", new { is_starred = true })).SucceededAsync()).GetProperty("is_starred").GetBoolean());

        Assert.False((await alice.ItemAsync(file)).GetProperty("is_starred").GetBoolean());
        Assert.Equal(1, (await bob.GetJsonAsync("/v1/items?starred=true")).GetProperty("total").GetInt64());
        Assert.False((await (await bob.PatchAsync($"/v1/items/{file}", new { is_starred = false })).SucceededAsync()).GetProperty("is_starred").GetBoolean());
        await (await bob.PatchAsync($"/v1/items/{file}", new { is_starred = true, item_name = "x" })).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.False((await bob.ItemAsync(file)).GetProperty("is_starred").GetBoolean());
    }

    [Theory]
    [InlineData("""{}""", "is_starred")]
    [InlineData("""{"item_name": "a/b"}""", "item_name")]
    [InlineData("""{"item_name": ""}""", "item_name")]
    [InlineData("""{"description": "a\u0000b"}""", "description")]
    public async Task What_can_not_be_is_said(string body, string field)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", TestUser.NewContent())).Id();

        var problem = await (await alice.SendAsync(HttpMethod.Patch, $"/v1/items/{file}", new StringContent(body, null, "application/json"), null))
            .IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task The_root_of_a_drive_stays_what_it_is()
    {
        var alice = await api.NewUserAsync();
        var root = await api.Service.RootAsync(alice);
        var folder = await alice.CreateFolderAsync("F");

        await (await alice.RenameAsync(root, "x")).IsProblemAsync(HttpStatusCode.BadRequest, "drive_root");
        await (await alice.MoveAsync(root, folder)).IsProblemAsync(HttpStatusCode.BadRequest, "drive_root");
        await (await alice.DeleteAsync($"/v1/items/{root}")).IsProblemAsync(HttpStatusCode.BadRequest, "drive_root");
    }

    private async Task<string?> PathsAsync(params long[] folders) =>
        await api.Service.ScalarAsync<string>("SELECT string_agg(path, ' ' ORDER BY id) FROM folders WHERE id = ANY ($1)", folders);

    private async Task<string[]> ActionsAsync(long item) =>
        (await api.Service.ScalarAsync<string[]>("SELECT array_agg(action ORDER BY id) FROM events WHERE item_id = $1 AND action <> 'read'", item))!;
}
