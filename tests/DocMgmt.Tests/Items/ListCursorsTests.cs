using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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

        foreach (var list in new[] { $"parent_id={other}", "", "starred=true", $"parent_id={one}&type=folder", $"parent_id={one}&starred=true", $"parent_id={one}&starred=false",
            $"parent_id={one}&order=-name", $"parent_id={one}&order=size", $"parent_id={one}&folders_first=true", $"parent_id={one}&recursive=true" })
            await RefusedAsync(alice, list, inFolder);
        await RefusedAsync(alice, $"parent_id={one}&recursive=true&order=name", await CursorAsync(alice, $"parent_id={one}&recursive=true"));
        await RefusedAsync(alice, $"parent_id={one}&order=-size", await CursorAsync(alice, $"parent_id={one}&order=size"));
        foreach (var list in new[] { "starred=true", "type=file", $"parent_id={one}" }) await RefusedAsync(alice, list, inRoot);
        foreach (var list in new[] { "", "starred=true&type=file", $"parent_id={one}&starred=true" }) await RefusedAsync(alice, list, starred);
        await RefusedAsync(bob, $"parent_id={one}", inFolder);
        await RefusedAsync(bob, "", inRoot);
        await RefusedAsync(bob, "starred=true", starred);
    }

    /// <summary>The check value needs no key: made-up cursors lead nowhere, and to no failure.</summary>
    [Theory]
    [InlineData("order=updated_at", "9223372036854775807", "1")]
    [InlineData("order=updated_at", "-9223372036854775808", "1")]
    [InlineData("order=updated_at", "x", "1")]
    [InlineData("order=size", "1e3", "1")]
    [InlineData("order=size", "9223372036854775808", "1")]
    [InlineData("order=name", "a")]
    [InlineData("order=name", "a", "1", "2")]
    [InlineData("order=name", "a\0", "1")]
    [InlineData("order=name", "a", null)]
    [InlineData("folders_first=true", "socket", "a", "1")]
    [InlineData("recursive=true")]
    public async Task What_a_made_up_cursor_says_must_fit_the_order(string list, params string?[] after)
    {
        var alice = await api.NewUserAsync();
        foreach (var n in Enumerable.Range(1, 2)) await alice.CreateFolderAsync($"{n}");
        var json = JsonNode.Parse(Base64Url.DecodeFromChars(await CursorAsync(alice, list)).AsSpan(8))!;

        json["After"] = JsonSerializer.SerializeToNode(after);

        await RefusedAsync(alice, list, Cursor(json.ToJsonString()));
        await RefusedAsync(alice, list, Cursor(json.ToJsonString().Replace("\"After\":[", "\"After\":[\"\\ud800\",", StringComparison.Ordinal)));
    }

    private static string Cursor(string json) => Base64Url.EncodeToString([.. SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 8), .. Encoding.UTF8.GetBytes(json)]);

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
