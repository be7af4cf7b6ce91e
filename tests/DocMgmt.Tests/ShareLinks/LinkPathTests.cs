using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>What of a folder is behind its link: all that is below it, by name or id, and nothing else.</summary>
public class LinkPathTests(Api api)
{
    [Fact]
    public async Task What_is_below_the_folder_is_found_by_its_path_and_its_id()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F", await alice.CreateFolderAsync("above"));
        var below = await alice.CreateFolderAsync("bel ow", folder);
        var content = TestUser.NewContent();
        var file = (await alice.UploadAsync("é+%2f.png", content, below)).Id();
        var link = await alice.LinkAsync(folder);
        using var visitor = api.Service.NewVisitor();

        Assert.Equal("/", (await (await visitor.VisitAsync(link)).SucceededAsync()).Text("path"));
        Assert.Equal("/", (await (await visitor.VisitAsync(link, "?path=/")).SucceededAsync()).Text("path"));
        foreach (var place in new[] { "path=bel%20ow/%C3%A9%2B%252f.png", "path=/bel%20ow/%C3%A9%2B%252f.png", $"item_id={file}" })
        {
            var found = await (await visitor.VisitAsync(link, $"?{place}")).SucceededAsync();
            Assert.Equal((file, "/bel ow/é+%2f.png"), (found.Id(), found.Text("path")));
            Assert.Equal(content, await (await visitor.VisitAsync(link, $"/download?{place}")).Content.ReadAsByteArrayAsync());
        }

        var listed = (await (await visitor.VisitAsync(link, "/items?path=bel%20ow")).SucceededAsync()).GetProperty("data").EnumerateArray().Single();
        Assert.Equal((file, "/bel ow/é+%2f.png"), (listed.Id(), listed.Text("path")));
        Assert.Equal(content, await visitor.GetByteArrayAsync(new Uri(listed.Text("download_url"))));
        await (await visitor.VisitAsync(link, $"?path=x&item_id={file}")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await visitor.VisitAsync(link, $"/items?item_id={file}")).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await visitor.VisitAsync(link, "/download")).IsProblemAsync(HttpStatusCode.BadRequest, "not_a_file");
    }

    public static TheoryData<string> Climbing => ["..", "../", "/..", "../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt", "below/../../secret.txt",
        "/above/secret.txt", "above/secret.txt", "/F/inside.txt", "F", ".", "./inside.txt", "inside.txt/..", "inside.txt/x", "%252e%252e/secret.txt", "..;/secret.txt", "%c0%ae%c0%ae/secret.txt", "~", "file:///secret.txt"];

    [Theory]
    [MemberData(nameof(Climbing))]
    public async Task A_path_that_climbs_out_finds_nothing(string path)
    {
        var world = await WorldAsync();
        using var visitor = api.Service.NewVisitor();

        foreach (var deed in new[] { "", "/items", "/download", "/preview", "/archive" })
        {
            var response = await visitor.VisitAsync(world.Link, $"{deed}?path={path}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_id_of_anything_else_finds_nothing()
    {
        var world = await WorldAsync();
        using var visitor = api.Service.NewVisitor();

        foreach (var id in world.Others)
        {
            foreach (var deed in new[] { "", "/items", "/download", "/preview", "/archive" })
                await (await visitor.VisitAsync(world.Link, $"{deed}?item_id={id}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task What_is_in_the_trash_or_taken_out_of_the_folder_is_not_behind_its_link_any_more()
    {
        var alice = await api.NewUserAsync();
        var (folder, elsewhere) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("elsewhere"));
        var (one, other) = ((await alice.UploadAsync("one.png", TestUser.NewContent(), folder)).Id(), (await alice.UploadAsync("other.png", TestUser.NewContent(), folder)).Id());
        var link = await alice.LinkAsync(folder);
        using var visitor = api.Service.NewVisitor();

        await alice.TrashAsync(one);
        await (await alice.PostAsync($"/v1/items/{other}/move", new { parent_id = elsewhere })).SucceededAsync();

        foreach (var place in new[] { $"item_id={one}", $"item_id={other}", "path=one.png", "path=other.png" })
            await (await visitor.VisitAsync(link, $"/download?{place}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await (await visitor.VisitAsync(link, "/items")).SucceededAsync()).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task A_visitor_walks_a_long_list_by_cursor_and_their_cursor_is_of_their_link()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        for (var n = 0; n < 5; n++) await alice.CreateFolderAsync($"{n}", folder);
        var (link, other) = (await alice.LinkAsync(folder), await alice.LinkAsync(folder));
        using var visitor = api.Service.NewVisitor();

        var first = await (await visitor.VisitAsync(link, "/items?page_size=3&order=-name")).SucceededAsync();
        var second = await (await visitor.VisitAsync(link, $"/items?page_size=3&order=-name&cursor={first.Text("next_cursor")}")).SucceededAsync();

        Assert.Equal(["4", "3", "2", "1", "0"], first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray()).Select(i => i.Text("item_name")));
        Assert.Equal(5, second.GetProperty("total").GetInt64());
        await (await visitor.VisitAsync(other, $"/items?page_size=3&order=-name&cursor={first.Text("next_cursor")}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    private sealed record World(System.Text.Json.JsonElement Link, IReadOnlyList<long> Others);

    private async Task<World> WorldAsync()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var above = await alice.CreateFolderAsync("above");
        var folder = await alice.CreateFolderAsync("F", above);
        await alice.CreateFolderAsync("below", folder);
        var beside = await alice.CreateFolderAsync("F2", above);
        var secret = (await alice.UploadAsync("secret.txt", TestUser.NewContent(), above)).Id();
        await alice.UploadAsync("inside.txt", "x"u8.ToArray(), folder);
        var foreign = (await bob.UploadAsync("secret.txt", TestUser.NewContent())).Id();
        await bob.ShareAsync(foreign, alice, "admin"); // what the link's maker may do elsewhere is not its affair
        return new(await alice.LinkAsync(folder), [above, beside, secret, foreign, await api.Service.RootAsync(alice), await api.Service.RootAsync(bob), 0, -1, long.MaxValue]);
    }
}
