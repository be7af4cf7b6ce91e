using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Routes about items × every way to come to a level. Readable and not permitted is 403, unreadable is 404 as if it were not there.</summary>
public class AccessTableTests(Api api)
{
    private static readonly string[] Levels = ["read", "write", "admin", "owner"];

    private static readonly Dictionary<string, (bool OfFile, int Needed, HttpStatusCode Done, Func<TestUser, long, AccessWorld, Task<HttpResponseMessage>> Ask)> Routes = new()
    {
        ["get the file"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}")),
        ["get the folder"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}")),
        ["list"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items?parent_id={id}")),
        ["list stars in it"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items?parent_id={id}&starred=true")),
        ["list its children"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/children?order=-size&folders_first=true")),
        ["list all below it"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items?parent_id={id}&recursive=true")),
        ["list all below it by time"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/children?recursive=true&order=updated_at")),
        ["create a folder in it"] = (false, 2, HttpStatusCode.Created, (u, id, _) => u.PostAsync("/v1/items", new { item_name = Name(), type = "folder", parent_id = id })),
        ["create a file in it"] = (false, 2, HttpStatusCode.Created, (u, id, _) => u.PostAsync("/v1/items", new { item_name = Name(), type = "file", parent_id = id })),
        ["upload a file"] = (false, 2, HttpStatusCode.Created, (u, id, _) => u.PutContentAsync(Name(), TestUser.NewContent(), id)),
        ["upload a version"] = (false, 2, HttpStatusCode.OK, (u, id, _) => u.PutContentAsync("f.txt", TestUser.NewContent(), id)),
        ["upload with a form"] = (false, 2, HttpStatusCode.Created, (u, id, _) => u.SendAsync(HttpMethod.Post, "/v1/files", new MultipartFormDataContent
        {
            { new StringContent($"{id}"), "parent_id" }, { new StringContent(Name()), "item_name" }, { new ByteArrayContent(TestUser.NewContent()), "file", "f" },
        }, null)),
        ["announce an upload"] = (false, 2, HttpStatusCode.Created, (u, id, _) => u.InitiateAsync(Name(), TestUser.NewContent(), id)),
        ["download"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/files/{id}/download")),
        ["download a version"] = (true, 1, HttpStatusCode.OK, (u, id, w) => u.GetAsync($"/v1/files/{id}/download?version={w.Version}")),
        ["fetch it by a URL"] = (true, 1, HttpStatusCode.OK, (u, id, _) => FetchAsync(u, id, HttpMethod.Get)),
        ["look at what a URL fetches"] = (true, 1, HttpStatusCode.OK, (u, id, _) => FetchAsync(u, id, HttpMethod.Head)),
        ["archive the file"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/archive")),
        ["archive the folder"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/archive?format=tar")),
        ["archive it with others"] = (true, 1, HttpStatusCode.OK, async (u, id, _) => await u.PostAsync("/v1/archive", new { item_ids = new[] { await OwnAsync(u), id } })),
        ["copy it"] = (true, 1, HttpStatusCode.Created, (u, id, _) => u.CopyAsync(id, new { item_name = Name() })),
        ["copy the folder"] = (false, 1, HttpStatusCode.Created, (u, id, _) => u.CopyAsync(id, new { item_name = Name() })),
        ["copy into it"] = (false, 2, HttpStatusCode.Created, (u, id, w) => u.CopyAsync(w.File, new { item_name = Name(), parent_id = id })),
        // Whoever is admitted learns that it is not any more what they take it for, so that the next cell finds it where it was.
        ["rename it"] = (true, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Patch, $"/v1/items/{id}", new { item_name = Name() })),
        ["describe it"] = (false, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Patch, $"/v1/items/{id}", new { description = "x" })),
        ["star it"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.PatchAsync($"/v1/items/{id}", new { is_starred = true })),
        ["trash the file"] = (true, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Delete, $"/v1/items/{id}", null)),
        ["trash the folder"] = (false, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Delete, $"/v1/items/{id}", null)),
        ["move the file into a drive of one's own"] = (true, 4, HttpStatusCode.PreconditionFailed, async (u, id, _) =>
            await u.IfMatchAsync(Stale, HttpMethod.Post, $"/v1/items/{id}/move", new { parent_id = await u.Service.RootAsync(u) })),
        ["move the folder into a drive of one's own"] = (false, 4, HttpStatusCode.PreconditionFailed, async (u, id, _) =>
            await u.IfMatchAsync(Stale, HttpMethod.Post, $"/v1/items/{id}/move", new { parent_id = await u.Service.RootAsync(u) })),
        ["move into it"] = (false, 2, HttpStatusCode.OK, async (u, id, _) =>
        {
            var made = await u.PostAsync("/v1/items", new { item_name = Name(), type = "folder" });
            return made.IsSuccessStatusCode ? await u.MoveAsync((await made.JsonAsync()).Id(), id) : made;
        }),
        ["see what was done with it"] = (true, 3, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/activity")),
        ["list versions"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/versions")),
        ["get a version"] = (true, 1, HttpStatusCode.OK, (u, id, w) => u.GetAsync($"/v1/items/{id}/versions/{w.Version}")),
        ["restore a version"] = (true, 2, HttpStatusCode.PreconditionFailed, (u, id, w) => u.IfMatchAsync(Stale, HttpMethod.Post, $"/v1/items/{id}/versions/{w.Version}/restore", null)),
        ["label a version"] = (true, 2, HttpStatusCode.PreconditionFailed, (u, id, w) => u.IfMatchAsync(Stale, HttpMethod.Patch, $"/v1/items/{id}/versions/{w.Version}", new { label = "x" })),
        ["delete a version"] = (true, 3, HttpStatusCode.PreconditionFailed, (u, id, w) => u.IfMatchAsync(Stale, HttpMethod.Delete, $"/v1/items/{id}/versions/{w.Version}", null)),
        ["search in the folder"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.PostAsync("/v1/search", new { query = "x", parent_id = id })),
        ["search below the folder"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.PostAsync("/v1/search", new { query = "x", @in = id })),
        ["search below the folder by what is typed"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.PostAsync("/v1/search", new { query = $"x in:{id}" })),
        ["list its tags"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/tags")),
        ["list the folder's tags"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/tags")),
        ["set its tags"] = (true, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Put, $"/v1/items/{id}/tags", new { tags = new[] { "x" } })),
        ["set the folder's tags"] = (false, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Put, $"/v1/items/{id}/tags", new { tag_ids = new[] { 1 } })),
        ["tag it"] = (true, 2, HttpStatusCode.OK, (u, id, _) => u.PostAsync($"/v1/items/{id}/tags", new { name = Name() })),
        ["put a tag on it"] = (true, 2, HttpStatusCode.OK, async (u, id, w) => await u.SendAsync(HttpMethod.Put, $"/v1/items/{id}/tags/{await u.Service.PlantTagAsync(w.File)}", null, null)),
        ["take a tag off it"] = (true, 2, HttpStatusCode.OK, async (u, id, w) => await u.DeleteAsync($"/v1/items/{id}/tags/{await u.Service.PlantTagAsync(w.File)}")),
        ["see its policy"] = (false, 3, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/version-policy")),
        ["try a policy"] = (false, 3, HttpStatusCode.OK, (u, id, _) => u.TryPolicyAsync(id, new { keep_newest = 1 })),
        ["set its policy"] = (false, 3, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Put, $"/v1/items/{id}/version-policy", new { keep_newest = 9 })),
        ["remove its policy"] = (false, 3, HttpStatusCode.PreconditionFailed, (u, id, _) => u.IfMatchAsync(Stale, HttpMethod.Delete, $"/v1/items/{id}/version-policy", null)),
        ["star it in a batch"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.BatchAsync([new { op = "star", item_id = id }], atomic: true)),
        ["copy it in a batch"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.BatchAsync([new { op = "copy", item_id = id, item_name = Name() }], atomic: true)),
        ["copy into it in a batch"] = (false, 2, HttpStatusCode.OK, (u, id, w) => u.BatchAsync([new { op = "copy", item_id = w.File, item_name = Name(), parent_id = id }], atomic: true)),
        ["trash the file in a batch"] = (true, 2, HttpStatusCode.PreconditionFailed, (u, id, _) => u.BatchAsync([new { op = "delete", item_id = id, if_match = Stale }], atomic: true)),
        ["move the folder in a batch"] = (false, 4, HttpStatusCode.PreconditionFailed, async (u, id, _) =>
            await u.BatchAsync([new { op = "move", item_id = id, parent_id = await u.Service.RootAsync(u), if_match = Stale }], atomic: true)),
        ["grant in a batch"] = (false, 3, HttpStatusCode.OK, (u, id, w) => u.BatchAsync([new { op = "grant", item_id = id, user_id = w.Other.Id, permission_type = "admin" }], atomic: true)),
        ["revoke in a batch"] = (false, 3, HttpStatusCode.NotFound, (u, id, w) => u.BatchAsync([new { op = "revoke", item_id = id, permission_id = long.MaxValue }], atomic: true)),
        ["see its grants"] = (false, 3, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/permissions")),
        ["see the file's grants"] = (true, 3, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/permissions")),
        ["grant"] = (false, 3, HttpStatusCode.Created, (u, id, w) => u.GrantAsync(id, new { user_id = w.Other.Id, permission_type = "admin" })),
        ["grant on the file"] = (true, 3, HttpStatusCode.Created, (u, id, w) => u.GrantAsync(id, new { email = w.Other.Email, permission_type = "read" })),
        ["change a grant"] = (false, 3, HttpStatusCode.OK, async (u, id, w) => await u.PatchAsync($"/v1/items/{id}/permissions/{await w.PlantGrantAsync(w.Folder)}", new { permission_type = "write" })),
        ["take a grant away"] = (false, 3, HttpStatusCode.OK, async (u, id, w) => await u.DeleteAsync($"/v1/items/{id}/permissions/{await w.PlantGrantAsync(w.Folder)}")),
        ["take a grant on the file away"] = (true, 3, HttpStatusCode.OK, async (u, id, w) => await u.DeleteAsync($"/v1/items/{id}/permissions/{await w.PlantGrantAsync(w.File)}")),
        ["see its links"] = (false, 3, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/share-links")),
        ["link it"] = (false, 3, HttpStatusCode.Created, (u, id, _) => u.TryLinkAsync(id, new { permission_type = "write" })),
        ["link the file"] = (true, 3, HttpStatusCode.Created, (u, id, _) => u.TryLinkAsync(id, new { })),
        ["change a link"] = (false, 3, HttpStatusCode.OK, async (u, id, w) => await u.PatchAsync($"/v1/items/{id}/share-links/{await w.PlantLinkAsync(w.Folder)}", new { label = "x" })),
        ["end a link"] = (false, 3, HttpStatusCode.OK, async (u, id, w) => await u.DeleteAsync($"/v1/items/{id}/share-links/{await w.PlantLinkAsync(w.Folder)}")),
        ["end a link of the file"] = (true, 3, HttpStatusCode.OK, async (u, id, w) => await u.DeleteAsync($"/v1/items/{id}/share-links/{await w.PlantLinkAsync(w.File)}")),
        ["ask why"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/access")),
        ["ask why on the file"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.GetAsync($"/v1/items/{id}/access")),
        ["ask why others may"] = (false, 3, HttpStatusCode.OK, (u, id, w) => u.GetAsync($"/v1/items/{id}/access?user_id={w.Other.Id}")),
        ["ask for the archive's headers"] = (false, 1, HttpStatusCode.OK, (u, id, _) => u.SendAsync(HttpMethod.Head, $"/v1/items/{id}/archive", null, null)),
        ["ask for the download's headers"] = (true, 1, HttpStatusCode.OK, (u, id, _) => u.SendAsync(HttpMethod.Head, $"/v1/files/{id}/download", null, null)),
    };

    private const string Stale = "\"0-0\"";

    public static TheoryData<string, string, HttpStatusCode> Cells()
    {
        var cells = new TheoryData<string, string, HttpStatusCode>();
        foreach (var (way, (onFolder, onFile, _)) in AccessWorld.Ways)
        {
            foreach (var (route, (ofFile, needed, done, _)) in Routes)
            {
                var level = ofFile ? onFile : onFolder;
                cells.Add(way, route, level < 0 ? HttpStatusCode.Unauthorized : level == 0 ? HttpStatusCode.NotFound : level < needed ? HttpStatusCode.Forbidden : done);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string way, string route, HttpStatusCode expected)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);
        var (ofFile, _, _, ask) = Routes[route];

        var response = await ask(world.Subject, ofFile ? world.File : world.Folder, world);

        Assert.Equal(expected, response.StatusCode);
        if (route.Contains("headers", StringComparison.Ordinal)) return;
        if (expected == HttpStatusCode.Unauthorized) await response.IsProblemAsync(expected, "session_ended");
        if (expected == HttpStatusCode.Forbidden) await response.IsProblemAsync(expected, "forbidden");
        if (expected == HttpStatusCode.NotFound) Assert.Equal(await BodyAsync(await ask(world.Subject, long.MaxValue, world)), await BodyAsync(response));
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await AccessWorld.MakeAsync(api.Service, "owner");
        var asked = Asked.Note();
        foreach (var (ofFile, _, _, ask) in Routes.Values) await ask(world.Subject, ofFile ? world.File : world.Folder, world);
        await world.Subject.GetAsync("/v1/items/by-path?path=/top");
        return asked.Keys;
    }

    public static TheoryData<string> Ways() => [.. AccessWorld.Ways.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_path_leads_only_its_owner(string way)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);
        var expected = AccessWorld.Ways[way].OnFile switch { 4 => HttpStatusCode.OK, -1 => HttpStatusCode.Unauthorized, _ => HttpStatusCode.NotFound };

        foreach (var path in new[] { "/top/middle/F", "/top/middle/F/f.txt" })
            Assert.Equal(expected, (await world.Subject.GetAsync($"/v1/items/by-path?path={path}")).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_shown_names_the_callers_level(string way)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);

        foreach (var (id, level) in new[] { (world.Folder, AccessWorld.Ways[way].OnFolder), (world.File, AccessWorld.Ways[way].OnFile) }.Where(x => x.Item2 > 0))
        {
            var item = await world.Subject.GetJsonAsync($"/v1/items/{id}");
            Assert.Equal((Levels[level - 1], level >= 2), (item.Text("permission_type"), item.GetProperty("can_edit").GetBoolean()));
        }
    }

    /// <summary>Asks for a URL and follows it, as somebody without a token.</summary>
    private static async Task<HttpResponseMessage> FetchAsync(TestUser user, long id, HttpMethod method)
    {
        var asked = await user.PostAsync("/v1/files/urls", new { files = new[] { new { item_id = id } } });
        if (!asked.IsSuccessStatusCode) return asked;
        var url = (await asked.JsonAsync()).GetProperty("urls")[0];
        if (url.GetProperty("url").GetString() is not { } address) return new((HttpStatusCode)url.GetProperty("problem").GetProperty("status").GetInt32()) { Content = JsonContent.Create(url.GetProperty("problem")) };
        using var nobody = user.Service.Anonymous();
        return await nobody.SendAsync(new(method, address));
    }

    /// <summary>Whose session has ended has none.</summary>
    private static async Task<long> OwnAsync(TestUser user)
    {
        var made = await user.PostAsync("/v1/items", new { item_name = Name(), type = "folder" });
        return made.IsSuccessStatusCode ? (await made.JsonAsync()).Id() : long.MaxValue - 1;
    }

    private static string Name() => Guid.NewGuid().ToString("N");

    private static async Task<string> BodyAsync(HttpResponseMessage response)
    {
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.True(problem.Remove("trace_id"));
        return $"{(int)response.StatusCode} {problem.ToJsonString()}";
    }
}
