using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

public class ListSharedTests(Api api)
{
    [Fact]
    public async Task What_was_granted_is_listed_with_its_grant_and_not_what_is_in_it()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var secret = await alice.CreateFolderAsync("Secret");
        var folder = await alice.CreateFolderAsync("Shared", secret);
        await alice.CreateFolderAsync("inside", folder);
        var file = (await alice.UploadAsync("a.txt", TestUser.NewContent(), secret)).Id();
        var end = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var grant = await alice.ShareAsync(folder, bob, "write", end);
        var group = await alice.PlantGroupAsync(bob);
        await (await alice.GrantAsync(file, new { group_id = group, permission_type = "read" })).SucceededAsync();

        var items = await SharedAsync(bob);

        Assert.Equal("/a.txt read, /Shared write", Said(items));
        Assert.Equal((folder, grant.Id(), alice.Id, grant.Text("created_at"), end), (items[1].Id(), items[1].GetProperty("permission_id").GetInt64(),
            items[1].GetProperty("granted_by").GetInt64(), items[1].Text("granted_at"), items[1].GetProperty("expires_at").GetDateTime()));
        Assert.Equal(("Null", "Null", group), ($"{items[1].GetProperty("group_id").ValueKind}", $"{items[1].GetProperty("parent_id").ValueKind}", items[0].GetProperty("group_id").GetInt64()));
        Assert.Empty(await SharedAsync(alice));
    }

    [Fact]
    public async Task An_item_is_one_row_with_its_highest_grant_and_the_level_that_there_is()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        var folder = await alice.CreateFolderAsync("F", top);
        var (low, same) = (await alice.PlantGroupAsync(bob), await alice.PlantGroupAsync(bob));
        var direct = (await alice.ShareAsync(folder, bob, "read")).Id();
        await (await alice.GrantAsync(folder, new { group_id = low, permission_type = "read" })).SucceededAsync();
        Assert.Equal((direct, "read"), await RowAsync());
        var higher = (await (await alice.GrantAsync(folder, new { group_id = same, permission_type = "write" })).SucceededAsync()).Id();
        Assert.Equal((higher, "write"), await RowAsync());
        await alice.ShareAsync(folder, bob, "write");
        Assert.Equal((direct, "write"), await RowAsync());
        await alice.ShareAsync(top, bob, "admin");
        Assert.Equal((direct, "admin"), await RowAsync());

        async Task<(long, string)> RowAsync() => Assert.Single(await SharedAsync(bob), i => i.Id() == folder) is var row
            ? (row.GetProperty("permission_id").GetInt64(), row.Text("permission_type")) : default;
    }

    [Fact]
    public async Task What_is_over_in_the_trash_or_ones_own_is_not_listed()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        var (below, kept, ending) = (await alice.CreateFolderAsync("below", top), await alice.CreateFolderAsync("kept"), await alice.CreateFolderAsync("ending"));
        var file = (await alice.UploadAsync("file", TestUser.NewContent())).Id();
        foreach (var item in new[] { top, below, kept, file }) await alice.ShareAsync(item, bob, "read");
        await alice.ShareAsync(ending, bob, "read", service.Clock.GetUtcNow().UtcDateTime.AddMinutes(1));
        await service.GrantAsync(await bob.CreateFolderAsync("own"), bob, 3);
        Assert.Equal("/ending read, /file read, /kept read, /top read, /top/below read", Said((await SharedAsync(bob)).OrderBy(i => i.Text("full_path"), StringComparer.Ordinal)));

        await service.TrashAsync(top);
        await alice.TrashAsync(file);
        service.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("/kept read", Said(await SharedAsync(bob)));
    }

    [Theory]
    [InlineData("page")]
    [InlineData("cursor")]
    public async Task It_is_read_by_pages_or_by_cursor_in_the_order_of_names(string by)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        foreach (var name in new[] { "10", "9", "b", "A", "c" }) await alice.ShareAsync(await alice.CreateFolderAsync(name), bob, "read");

        var (seen, next, page) = (new List<string>(), "/v1/shared-with-me?page_size=2", 1);
        while (next is not null)
        {
            var list = await bob.GetJsonAsync(next);
            Assert.Equal(5, list.GetProperty("total").GetInt32());
            seen.AddRange(list.GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));
            next = !list.GetProperty("has_next").GetBoolean() ? null : by == "page" ? $"/v1/shared-with-me?page_size=2&page={++page}" : $"/v1/shared-with-me?page_size=2&cursor={list.Text("next_cursor")}";
        }

        Assert.Equal(["9", "10", "A", "b", "c"], seen);
    }

    private static async Task<List<JsonElement>> SharedAsync(TestUser user)
    {
        var list = await user.GetJsonAsync("/v1/shared-with-me");
        Assert.Equal(list.GetProperty("data").GetArrayLength(), list.GetProperty("total").GetInt32());
        return [.. list.GetProperty("data").EnumerateArray()];
    }

    private static string Said(IEnumerable<JsonElement> items) => string.Join(", ", items.Select(i => $"{i.Text("full_path")} {i.Text("permission_type")}"));
}
