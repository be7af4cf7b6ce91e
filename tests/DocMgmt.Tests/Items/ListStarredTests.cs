using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class ListStarredTests(Api api)
{
    [Fact]
    public async Task Stars_without_a_parent_are_listed_from_everywhere()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var work = await alice.CreateFolderAsync("Work");
        var deep = await alice.CreateFolderAsync("2", work);
        var file = (await alice.UploadAsync("10.txt", TestUser.NewContent(), deep)).Id();
        var shared = await bob.CreateFolderAsync("Bob's");
        var below = await bob.CreateFolderAsync("9", shared);
        await api.Service.GrantAsync(shared, alice, 2);
        foreach (var id in new[] { deep, file, below }) await api.Service.StarAsync(id, alice);
        await api.Service.StarAsync(work, bob);

        Assert.Equal("/Work/2 /Bob's/9 /Work/2/10.txt", await PathsAsync(alice));
        Assert.Equal("/Work/2 /Bob's/9", await PathsAsync(alice, "&type=folder"));
        Assert.Equal("/Work/2/10.txt", await PathsAsync(alice, "&type=file"));
        Assert.Equal("", await PathsAsync(bob));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("group")]
    public async Task A_star_on_what_was_shared_shows_as_long_as_the_grant_lasts(string grantee)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var shared = await bob.CreateFolderAsync("Bob's");
        var inside = await bob.CreateFolderAsync("inside", shared);
        var file = (await bob.UploadAsync("zebra", TestUser.NewContent(), inside)).Id();
        foreach (var id in new[] { shared, inside, file }) await api.Service.StarAsync(id, alice);
        await (grantee == "user" ? api.Service.GrantAsync(inside, alice, 1) : api.Service.GrantToGroupAsync(inside, alice, 1));

        Assert.Equal("/inside /inside/zebra", await PathsAsync(alice));

        await api.Service.ExecuteAsync("UPDATE permissions SET expires_at = now() - interval '1 second' WHERE item_id = $1", inside);
        Assert.Equal("", await PathsAsync(alice));
        await api.Service.ExecuteAsync("UPDATE permissions SET expires_at = now() + interval '1 hour' WHERE item_id = $1", inside);
        Assert.Equal("/inside /inside/zebra", await PathsAsync(alice));
        await api.Service.ExecuteAsync(grantee == "user"
            ? "DELETE FROM permissions WHERE item_id = $1"
            : "DELETE FROM group_members WHERE group_id IN (SELECT group_id FROM permissions WHERE item_id = $1)", inside);
        Assert.Equal("", await PathsAsync(alice));
        Assert.Equal(3, await api.Service.ScalarAsync<long>("SELECT count(*) FROM stars WHERE user_id = $1", alice.Id));
    }

    [Fact]
    public async Task A_grant_on_a_file_alone_shows_its_star_and_nothing_around_it()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await bob.CreateFolderAsync("Secret");
        var (file, other) = ((await bob.UploadAsync("a", TestUser.NewContent(), folder)).Id(), (await bob.UploadAsync("b", TestUser.NewContent(), folder)).Id());
        foreach (var id in new[] { folder, file, other }) await api.Service.StarAsync(id, alice);
        await api.Service.GrantAsync(file, alice, 1);

        Assert.Equal("/a", await PathsAsync(alice));
    }

    [Fact]
    public async Task A_grant_does_not_reach_a_sibling_whose_id_begins_alike()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var shared = await bob.CreateFolderAsync("Shared");
        var alike = shared * 1_000_000_000_000; // beyond what the sequence will ever give
        await api.Service.ExecuteAsync("""
            WITH item AS (
                INSERT INTO items (id, drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
                SELECT $2, drive_id, parent_id, 'folder', 'Alike', 'alike', created_by, now(), now() FROM items WHERE id = $1
            )
            INSERT INTO folders (id, drive_id, path, depth) SELECT $2, drive_id, left(path, -1) || '000000000000/', 1 FROM folders WHERE id = $1
            """, shared, alike);
        await api.Service.GrantAsync(shared, alice, 3);
        foreach (var id in new[] { shared, alike }) await api.Service.StarAsync(id, alice);

        Assert.Equal("/Shared", await PathsAsync(alice));
    }

    [Fact]
    public async Task What_is_in_the_trash_has_no_star_to_show()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await bob.CreateFolderAsync("top");
        var folder = await bob.CreateFolderAsync("F", top);
        var file = (await bob.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var kept = (await bob.UploadAsync("kept", TestUser.NewContent())).Id();
        foreach (var (user, id) in new[] { alice, bob }.SelectMany(u => new[] { top, folder, file, kept }.Select(i => (u, i)))) await api.Service.StarAsync(id, user);
        await api.Service.GrantAsync(folder, alice, 3);
        await api.Service.GrantAsync(file, alice, 3);

        await api.Service.TrashAsync(top);

        Assert.Equal("", await PathsAsync(alice));
        Assert.Equal("/kept", await PathsAsync(bob));
        await api.Service.TrashAsync(kept);
        Assert.Equal("", await PathsAsync(bob));
    }

    private static async Task<string> PathsAsync(TestUser user, string filter = "")
    {
        var list = await user.GetJsonAsync($"/v1/items?starred=true{filter}");
        var paths = list.GetProperty("data").EnumerateArray().Select(i => i.Text("full_path")).ToList();
        Assert.Equal(paths.Count, list.GetProperty("total").GetInt32());
        Assert.All(list.GetProperty("data").EnumerateArray(), i => Assert.True(i.GetProperty("is_starred").GetBoolean()));
        return string.Join(' ', paths);
    }
}
