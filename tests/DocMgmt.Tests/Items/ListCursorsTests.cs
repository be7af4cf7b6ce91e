using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class ListCursorsTests(Api api)
{
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("bnVsbA")]
    [InlineData("e30")]
    [InlineData("W10")]
    [InlineData("%00")]
    [InlineData("%F0%9F%98%80")]
    public async Task What_is_no_cursor_is_refused(string cursor)
    {
        var alice = await api.NewUserAsync();

        foreach (var list in new[] { "", "starred=true&" })
            await (await alice.GetAsync($"/v1/items?{list}cursor={cursor}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task A_cursor_serves_the_list_that_it_was_made_by_and_no_other()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (one, other) = (await alice.CreateFolderAsync("one"), await alice.CreateFolderAsync("other"));
        foreach (var n in Enumerable.Range(1, 3)) await api.Service.StarAsync(await alice.CreateFolderAsync($"{n}", one), alice);
        await api.Service.GrantAsync(one, bob, 1);
        var inFolder = await CursorAsync(alice, $"parent_id={one}");
        var (inRoot, starred) = (await CursorAsync(alice, ""), await CursorAsync(alice, "starred=true"));

        foreach (var list in new[] { $"parent_id={other}", "", "starred=true", $"parent_id={one}&type=folder", $"parent_id={one}&starred=true", $"parent_id={one}&starred=false" })
            await RefusedAsync(alice, list, inFolder);
        foreach (var list in new[] { "starred=true", "type=file", $"parent_id={one}" }) await RefusedAsync(alice, list, inRoot);
        foreach (var list in new[] { "", "starred=true&type=file", $"parent_id={one}&starred=true" }) await RefusedAsync(alice, list, starred);
        await RefusedAsync(bob, $"parent_id={one}", inFolder);
        await RefusedAsync(bob, "", inRoot);
        await RefusedAsync(bob, "starred=true", starred);
    }

    [Fact]
    public async Task A_cursor_that_was_changed_is_refused_wherever_it_was_changed()
    {
        var alice = await api.NewUserAsync();
        foreach (var n in Enumerable.Range(1, 3)) await alice.CreateFolderAsync($"{n}");
        var cursor = await CursorAsync(alice, "");

        for (var at = 0; at < cursor.Length; at++)
            await RefusedAsync(alice, "", cursor[..at] + (cursor[at] == 'A' ? 'B' : 'A') + cursor[(at + 1)..]);
        await RefusedAsync(alice, "", cursor[..^4]);
        await RefusedAsync(alice, "", cursor + "AAAA");
        Assert.Equal("2", (await alice.GetJsonAsync($"/v1/items?page_size=2&cursor={cursor}")).GetProperty("data")[0].Text("item_name"));
    }

    private static async Task RefusedAsync(TestUser user, string list, string cursor) =>
        await (await user.GetAsync($"/v1/items?{list}&page_size=2&cursor={cursor}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");

    private static async Task<string> CursorAsync(TestUser user, string list) => (await user.GetJsonAsync($"/v1/items?{list}&page_size=1")).Text("next_cursor");
}
