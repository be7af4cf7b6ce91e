using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Audit;

/// <summary>What was done with an item, for who has admin on it.</summary>
public class ActivityTests(OwnService own) : IClassFixture<OwnService>
{
    private readonly TestService service = own.Service;

    [Fact]
    public async Task It_tells_who_did_what_from_where_and_the_newest_first()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var file = (await alice.UploadAsync("a.txt", TestUser.NewContent())).Id();
        await alice.ShareAsync(file, bob, "write");
        await (await bob.RenameAsync(file, "b.txt")).SucceededAsync();
        var (download, request) = await bob.Http.AskAsync(HttpMethod.Get, $"/v1/files/{file}/download", change: r => r.Headers.TryAddWithoutValidation("User-Agent", "tests/1.0"));
        await download.Content.ReadAsByteArrayAsync();
        await Eventually.IsTrueAsync(async () => (await service.EventsAsync(request)).Count == 1);

        var events = await EventsAsync(alice, $"/v1/items/{file}/activity");

        Assert.Equal(["download", "rename", "permission_grant", "upload"], events.Select(e => e.Text("action")).Where(a => a != "read"));
        var newest = events.First(e => e.Text("action") == "download");
        Assert.Equal((bob.Id, bob.Id, "127.0.0.1", "tests/1.0", request),
            (newest.GetProperty("user_id").GetInt64(), newest.GetProperty("user").Id(), newest.Text("ip_address"), newest.Text("user_agent"), newest.Text("request_id")));
        Assert.Equal(["id", "display_name"], newest.GetProperty("user").EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, newest.GetProperty("metadata").GetProperty("version_number").GetInt32());
        var rename = events.First(e => e.Text("action") == "rename").GetProperty("metadata");
        Assert.Equal(("a.txt", "b.txt"), (rename.Text("old_name"), rename.Text("name")));
        Assert.Equal("write", events.First(e => e.Text("action") == "permission_grant").GetProperty("metadata").Text("level"));
    }

    [Fact]
    public async Task A_changed_grant_tells_the_level_that_it_had()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");
        var grant = (await alice.ShareAsync(folder, bob, "read")).Id();
        await (await alice.PatchAsync($"/v1/items/{folder}/permissions/{grant}", new { permission_type = "write" })).SucceededAsync();
        await alice.ShareAsync(folder, bob, "admin");

        var grants = (await EventsAsync(alice, $"/v1/items/{folder}/activity")).Where(e => e.Text("action") == "permission_grant").Select(e => e.GetProperty("metadata")).ToList();

        Assert.Equal([("admin", "write"), ("write", "read"), ("read", null)], grants.Select(m => (m.Text("level"), m.GetProperty("old_level").GetString())));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_deletion_of_a_folder_says_what_went_with_it(bool forGood)
    {
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("Top");
        var inner = await alice.CreateFolderAsync("Inner", top);
        foreach (var parent in new[] { top, inner, inner }) await alice.UploadAsync($"{Guid.NewGuid()}", TestUser.NewContent(), parent);
        var apart = (await alice.UploadAsync("apart", TestUser.NewContent(), inner)).Id();
        await alice.TrashAsync(apart); // went by itself
        await alice.CreateFolderAsync("Beside");

        await alice.TrashAsync(top);
        if (forGood) await (await alice.DeleteAsync($"/v1/trash/{top}")).SucceededAsync();

        var deletion = await service.ScalarAsync<string>("SELECT CAST(metadata AS text) FROM events WHERE item_id = $1 AND action = $2", top, forGood ? "purge" : "delete");
        Assert.Equal("""{"name": "Top", "files": 3, "folders": 1}""", deletion);
    }

    [Fact]
    public async Task Of_the_places_around_what_they_were_given_admins_learn_nothing()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (from, to) = (await alice.CreateFolderAsync("From"), await alice.CreateFolderAsync("To"));
        var file = (await alice.UploadAsync("a", TestUser.NewContent(), from)).Id();
        await alice.ShareAsync(file, bob, "admin");
        await (await alice.MoveAsync(file, to)).SucceededAsync();

        var (owners, admins) = (await MoveAsync(alice), await MoveAsync(bob));

        Assert.Equal((from, to), (owners.GetProperty("from").GetInt64(), owners.GetProperty("to").GetInt64()));
        Assert.Equal(["name", "old_name"], admins.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        async Task<JsonElement> MoveAsync(TestUser user) => (await EventsAsync(user, $"/v1/items/{file}/activity")).First(e => e.Text("action") == "move").GetProperty("metadata");
    }

    [Fact]
    public async Task Who_puts_something_into_anothers_folder_tells_them_not_where_it_was()
    {
        var (alice, dora) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (shared, hidden) = (await alice.CreateFolderAsync("Shared"), await dora.CreateFolderAsync("Hidden"));
        await alice.ShareAsync(shared, dora, "write");
        var (moved, copied) = ((await dora.UploadAsync("a", TestUser.NewContent(), hidden)).Id(), (await dora.UploadAsync("b", TestUser.NewContent(), hidden)).Id());
        await (await dora.MoveAsync(moved, shared)).SucceededAsync();
        var copy = (await (await dora.PostAsync($"/v1/items/{copied}/copy", new { parent_id = shared })).SucceededAsync()).Id();

        var told = (await EventsAsync(alice, $"/v1/items/{moved}/activity")).Concat(await EventsAsync(alice, $"/v1/items/{copy}/activity")).Select(e => e.GetProperty("metadata").GetRawText()).ToList();
        Assert.Contains(told, m => m.Contains($"{shared}", StringComparison.Ordinal));
        Assert.DoesNotContain(told, m => System.Text.RegularExpressions.Regex.IsMatch(m, $"\\b({hidden}|{copied})\\b", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Assert.Equal("copy", (await EventsAsync(dora, $"/v1/items/{copied}/activity")).First(e => e.Text("action") == "read").GetProperty("metadata").Text("what"));
    }

    [Fact]
    public async Task Neither_owner_of_what_was_transferred_learns_of_the_others_places()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (from, to) = (await alice.CreateFolderAsync("From"), await bob.CreateFolderAsync("To"));
        var other = await alice.CreateFolderAsync("Other");
        var file = (await alice.UploadAsync("a", TestUser.NewContent(), from)).Id();
        await (await alice.MoveAsync(file, other)).SucceededAsync();
        await (await alice.PostAsync($"/v1/items/{file}/transfer", new { user_id = bob.Id })).SucceededAsync();
        await (await bob.PostAsync($"/v1/items/{file}/transfer/accept", new { parent_id = to })).SucceededAsync();

        var moves = (await EventsAsync(bob, $"/v1/items/{file}/activity")).Concat(await EventsAsync(bob, "/v1/audit/me")).Where(e => e.Text("action") == "move").Select(e => e.GetProperty("metadata"));

        var told = moves.SelectMany(m => m.EnumerateObject()).Where(p => p.Name is "from" or "to" or "parent_id" && p.Value.ValueKind == JsonValueKind.Number).Select(p => p.Value.GetInt64());
        Assert.Equal([to], told.Distinct());
    }

    [Fact]
    public async Task A_visitor_is_told_by_their_link()
    {
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a", TestUser.NewContent())).Id();
        var link = await alice.LinkAsync(file);
        using var visitor = service.Anonymous("127.0.0.9");
        await visitor.GetByteArrayAsync(new Uri($"/shared/{link.Text("token")}/download", UriKind.Relative));

        var download = (await EventsAsync(alice, $"/v1/items/{file}/activity")).First(e => e.Text("action") == "download");

        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, link.Id(), "127.0.0.9"),
            (download.GetProperty("user_id").ValueKind, download.GetProperty("user").ValueKind, download.GetProperty("share_link_id").GetInt64(), download.Text("ip_address")));
    }

    [Theory]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("write", HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.NotFound)]
    public async Task It_takes_admin_on_the_item(string? level, HttpStatusCode expected)
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");
        if (level is not null) await alice.ShareAsync(folder, bob, level);

        Assert.Equal(expected, (await bob.GetAsync($"/v1/items/{folder}/activity")).StatusCode);
    }

    [Fact]
    public async Task A_walk_shows_each_event_once_while_others_come()
    {
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("x0");
        for (var i = 1; i <= 12; i++) await (await alice.RenameAsync(folder, $"x{i}")).SucceededAsync();
        var (seen, cursor) = (new List<long>(), "");
        do
        {
            var page = await alice.GetJsonAsync($"/v1/items/{folder}/activity?page_size=5{cursor}");
            seen.AddRange(page.GetProperty("data").EnumerateArray().Where(e => e.Text("action") is "rename" or "create").Select(e => e.Id()));
            Assert.Equal(13, page.GetProperty("total").GetInt64()); // as it was when the walk began
            cursor = page.GetProperty("has_next").GetBoolean() ? $"&cursor={page.Text("next_cursor")}" : "";
            await (await alice.RenameAsync(folder, $"{Guid.NewGuid()}")).SucceededAsync();
        }
        while (cursor.Length > 0);

        Assert.Equal(13, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
    }

    internal static async Task<List<JsonElement>> EventsAsync(TestUser user, string path) =>
        [.. (await user.GetJsonAsync(path)).GetProperty("data").EnumerateArray()];
}
