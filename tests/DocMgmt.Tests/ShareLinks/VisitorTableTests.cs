using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>All that visitors do × whoever they are besides: a link opens to everybody what it opens, and to nobody more.</summary>
public class VisitorTableTests(Api api)
{
    private static readonly Dictionary<string, (bool Drops, HttpStatusCode Done, HttpMethod Method, string Path, Func<HttpContent?> Body)> Deeds = new(StringComparer.Ordinal)
    {
        ["look"] = (false, HttpStatusCode.OK, HttpMethod.Get, "", () => null),
        ["ask whether it is there"] = (false, HttpStatusCode.OK, HttpMethod.Head, "", () => null),
        ["look at a file"] = (false, HttpStatusCode.OK, HttpMethod.Get, "?path=f.txt", () => null),
        ["say a password in the body of a GET"] = (false, HttpStatusCode.OK, HttpMethod.Get, "", () => JsonContent.Create(new { password = "needless" })),
        ["say a password"] = (false, HttpStatusCode.OK, HttpMethod.Post, "", () => JsonContent.Create(new { password = "needless" })),
        ["list"] = (false, HttpStatusCode.OK, HttpMethod.Get, "/items", () => null),
        ["download"] = (false, HttpStatusCode.OK, HttpMethod.Get, "/download?path=f.txt", () => null),
        ["ask for the download's headers"] = (false, HttpStatusCode.OK, HttpMethod.Head, "/download?path=f.txt", () => null),
        ["preview"] = (false, HttpStatusCode.OK, HttpMethod.Get, "/preview?path=f.txt", () => null),
        ["ask for the preview's headers"] = (false, HttpStatusCode.OK, HttpMethod.Head, "/preview?path=f.txt", () => null),
        ["archive"] = (false, HttpStatusCode.OK, HttpMethod.Get, "/archive?format=tar", () => null),
        ["ask for the archive's headers"] = (false, HttpStatusCode.OK, HttpMethod.Head, "/archive", () => null),
        ["archive where one drops"] = (true, HttpStatusCode.Forbidden, HttpMethod.Get, "/archive", () => null),
        ["drop"] = (true, HttpStatusCode.Created, HttpMethod.Put, "/content?item_name=x", () => new ByteArrayContent([1])),
        ["drop by form"] = (true, HttpStatusCode.Created, HttpMethod.Post, "/upload", () => new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "x" } }),
        ["look where to drop"] = (true, HttpStatusCode.OK, HttpMethod.Get, "", () => null),
        ["drop where one reads"] = (false, HttpStatusCode.Forbidden, HttpMethod.Put, "/content?item_name=x", () => new ByteArrayContent([1])),
        ["drop by form where one reads"] = (false, HttpStatusCode.Forbidden, HttpMethod.Post, "/upload", () => new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "x" } }),
        ["list where one drops"] = (true, HttpStatusCode.Forbidden, HttpMethod.Get, "/items", () => null),
        ["look at a file where one drops"] = (true, HttpStatusCode.Forbidden, HttpMethod.Get, "?path=f.txt", () => null),
        ["download where one drops"] = (true, HttpStatusCode.Forbidden, HttpMethod.Get, "/download?path=f.txt", () => null),
        ["preview where one drops"] = (true, HttpStatusCode.Forbidden, HttpMethod.Get, "/preview?path=f.txt", () => null),
    };

    private static readonly string[] Visitors = ["nobody", "stranger", "owner", "reader", "disabled", "forged"];

    private sealed record World(JsonElement Reads, JsonElement Drops, IReadOnlyDictionary<string, string?> Tokens);

    [Fact]
    public async Task Who_comes_by_a_link_is_a_visitor_whoever_they_are_besides()
    {
        var world = await MakeAsync();
        foreach (var (deed, (drops, done, method, path, body)) in Deeds)
        {
            foreach (var visitor in Visitors)
            {
                using var http = api.Service.NewVisitor();
                var response = await http.VisitAsync(drops ? world.Drops : world.Reads, path, null, method, body(), r =>
                {
                    if (world.Tokens[visitor] is { } token) r.Headers.Authorization = new("Bearer", token);
                    r.Headers.Add("Idempotency-Key", deed);
                });
                Assert.True(done == response.StatusCode, $"{deed} as {visitor}: {(int)response.StatusCode}");
            }
        }

        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM events WHERE share_link_id IN ($1, $2) AND user_id IS NOT NULL AND action <> 'share'", world.Reads.Id(), world.Drops.Id()));
    }

    /// <summary>The links that one made are one's own list, whatever one may do with other items.</summary>
    [Fact]
    public async Task Only_who_made_a_link_has_it_in_their_list()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.ShareAsync(folder, bob, "admin");
        var (hers, his) = (await alice.LinkAsync(folder), await bob.LinkAsync(folder));

        Assert.Equal([hers.Id()], (await alice.GetJsonAsync("/v1/share-links")).GetProperty("data").EnumerateArray().Select(l => l.Id()));
        Assert.Equal([his.Id()], (await bob.GetJsonAsync("/v1/share-links")).GetProperty("data").EnumerateArray().Select(l => l.Id()));
        Assert.Equal([hers.Id(), his.Id()], (await bob.GetJsonAsync($"/v1/items/{folder}/share-links")).EnumerateArray().Select(l => l.Id()));
        using var nobody = api.Service.NewVisitor();
        await (await nobody.GetAsync(new Uri("/v1/share-links", UriKind.Relative))).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await MakeAsync();
        var alice = await api.NewUserAsync();
        using var http = api.Service.NewVisitor();
        var asked = Asked.Note();
        foreach (var (drops, _, method, path, body) in Deeds.Values) await http.VisitAsync(drops ? world.Drops : world.Reads, path, null, method, body());
        await alice.GetAsync("/v1/share-links");
        return asked.Keys;
    }

    private async Task<World> MakeAsync()
    {
        var (alice, bob, carol, dave) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("f.txt", "some text"u8.ToArray(), folder);
        await alice.ShareAsync(folder, carol, "read");
        await api.Service.DisableAsync(dave);
        return new(await alice.LinkAsync(folder), await alice.LinkAsync(folder, new { permission_type = "write" }), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["nobody"] = null, ["stranger"] = bob.AccessToken, ["owner"] = alice.AccessToken, ["reader"] = carol.AccessToken, ["disabled"] = dave.AccessToken, ["forged"] = "e30.e30.e30",
        });
    }
}
