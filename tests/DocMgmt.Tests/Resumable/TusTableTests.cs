using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Pipeline;

namespace DocMgmt.Tests.Resumable;

/// <summary>Uploads in several requests × every way to come to a level on the folder that they go to, or by a link. Nobody has another one's upload.</summary>
public class TusTableTests(Api api)
{
    private static readonly Dictionary<string, (bool Own, Func<HttpClient, string, Task<HttpResponseMessage>> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["ask"] = (true, (http, url) => http.AskAsync(url)),
        ["ask for another one's"] = (false, (http, url) => http.AskAsync(url)),
        ["send"] = (true, (http, url) => http.AppendAsync(url, 0, [1, 2])),
        ["send to another one's"] = (false, (http, url) => http.AppendAsync(url, 0, [1, 2])),
        ["give up"] = (true, (http, url) => http.TusAsync("DELETE", url, null)),
        ["give another one's up"] = (false, (http, url) => http.TusAsync("DELETE", url, null)),
    };

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var (way, _) in AccessWorld.Ways)
        {
            cells.Add(way, "begin");
            foreach (var route in Routes.Keys) cells.Add(way, route);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string way, string route)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);
        var level = AccessWorld.Ways[way].OnFolder;

        var (answer, done) = route == "begin"
            ? (await world.Subject.Http.TryBeginAsync(2, Tus.Metadata(("item_name", $"{Guid.NewGuid()}"), ("parent_id", world.Folder))), HttpStatusCode.Created)
            : (await Routes[route].Ask(world.Subject.Http, await PlantAsync(world, Routes[route].Own ? world.Subject : world.Other)), route == "ask" ? HttpStatusCode.OK : HttpStatusCode.NoContent);

        Assert.Equal(Expected(way, route, level, done), answer.StatusCode);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("owner")]
    public async Task A_visitor_has_what_they_began_by_the_link_and_nothing_else(string who)
    {
        var alice = await api.NewUserAsync();
        using var visitor = who == "nobody" ? api.Service.NewVisitor() : null;
        var http = visitor ?? alice.Http;
        var folder = await alice.CreateFolderAsync("F");
        var (link, other, reads) = (await alice.LinkAsync(folder, new { permission_type = "write" }), await alice.LinkAsync(folder, new { permission_type = "write" }), await alice.LinkAsync(folder));
        var metadata = Tus.Metadata(("item_name", "x"));
        var hers = await alice.Http.BeginAsync("mine", [1, 2]);

        var url = await http.BeginAsync(2, metadata, Uploads(link));

        var id = url.Split('/')[^1];
        foreach (var (_, ask) in Routes.Values)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ask(http, $"{Uploads(other)}/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await ask(alice.Http, $"{Tus.Uploads}/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await ask(http, $"{Uploads(link)}/{hers.Split('/')[^1]}")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await ask(http, $"{Uploads(reads)}/{id}")).StatusCode);
        }

        await (await http.TryBeginAsync(2, metadata, Uploads(reads))).IsProblemAsync(HttpStatusCode.Forbidden, "link_takes_no_files");
        Assert.Equal(2, await http.AppendedAsync(url, 0, [1, 2]));
        Assert.Null((await http.AskAsync(url)).Content.Headers.ContentLocation); // a visitor is told of no item
        Assert.Equal(HttpStatusCode.NoContent, (await http.TusAsync("DELETE", url, null)).StatusCode);
        Assert.Equal("x", Assert.Single((await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray()).Text("item_name"));
    }

    [Fact]
    public async Task Who_may_not_know_of_an_upload_ends_nobodys_request()
    {
        var (alice, bob, content) = (await api.NewUserAsync(), await api.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync("x", content);
        var sending = await RawRequest.StartAsync(alice, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Content-Length: 1000");
        await sending.SendAsync(content[..500]);
        await Task.Delay(200); // that it is under way by then is likely

        foreach (var (_, ask) in Routes.Values) Assert.Equal(HttpStatusCode.NotFound, (await ask(bob.Http, url)).StatusCode);

        await sending.SendAsync(content[500..]);
        Assert.Equal(204, await sending.StatusAsync());
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("F"), new { permission_type = "write" });
        var asked = Asked.Note();
        foreach (var uploads in new[] { Tus.Uploads, Uploads(link) })
        {
            await alice.Http.TusAsync("OPTIONS", uploads, null);
            foreach (var (_, ask) in Routes.Values) await ask(alice.Http, await alice.Http.BeginAsync(2, Tus.Metadata(("item_name", $"{Guid.NewGuid()}")), uploads));
        }

        return asked.Keys;
    }

    private static string Uploads(JsonElement link) => $"/shared/{link.Text("token")}/tus";

    private static HttpStatusCode Expected(string way, string route, int level, HttpStatusCode done) => level switch
    {
        < 0 => HttpStatusCode.Unauthorized,
        _ when route != "begin" && !Routes[route].Own => HttpStatusCode.NotFound,
        _ when route == "give up" => done, // whatever became of the level
        _ when way.Contains("trashed", StringComparison.Ordinal) => HttpStatusCode.NotFound,
        0 => HttpStatusCode.NotFound,
        1 => HttpStatusCode.Forbidden,
        _ => done,
    };

    /// <summary>An upload to the folder, as if it had been begun when its maker still might.</summary>
    private static async Task<string> PlantAsync(AccessWorld world, TestUser maker)
    {
        var url = await world.Other.Http.BeginAsync(2, Tus.Metadata(("item_name", $"{Guid.NewGuid()}")));
        await world.Other.Service.ExecuteAsync("UPDATE resumable_uploads SET user_id = $2, parent_id = $3, drive_id = (SELECT drive_id FROM items WHERE id = $3) WHERE id = $1", Guid.Parse(url.Split('/')[^1]), maker.Id, world.Folder);
        return url;
    }
}
