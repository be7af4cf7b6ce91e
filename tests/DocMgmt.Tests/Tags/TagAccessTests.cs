using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Tags;

/// <summary>Every route about a drive's tags × everybody who may come. A tag that somebody sees on nothing does not exist for them.</summary>
public class TagAccessTests(Api api)
{
    private static readonly string[] Subjects = ["stranger", "administrator", "former admin", "admin beside", "reader", "admin", "member", "disabled owner", "owner"];

    private sealed record World(TestUser Subject, long Tag, long Other);

    private static readonly Dictionary<string, (string Needed, HttpStatusCode Done, Func<World, Task<HttpResponseMessage>> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["list"] = ("anybody", HttpStatusCode.OK, w => w.Subject.GetAsync("/v1/tags")),
        ["make one"] = ("anybody", HttpStatusCode.Created, w => w.Subject.PostAsync("/v1/tags", new { name = "x" })),
        ["see one"] = ("who sees it", HttpStatusCode.OK, w => w.Subject.GetAsync($"/v1/tags/{w.Tag}")),
        ["rename"] = ("owner", HttpStatusCode.OK, w => w.Subject.PatchAsync($"/v1/tags/{w.Tag}", new { name = "x" })),
        ["colour"] = ("owner", HttpStatusCode.OK, w => w.Subject.PatchAsync($"/v1/tags/{w.Tag}", new { color = "#000000" })),
        ["merge"] = ("owner", HttpStatusCode.OK, w => w.Subject.PostAsync($"/v1/tags/{w.Tag}/merge", new { into = w.Other })),
        ["merge into it"] = ("owner", HttpStatusCode.OK, w => w.Subject.PostAsync($"/v1/tags/{w.Other}/merge", new { into = w.Tag })),
        ["delete"] = ("owner", HttpStatusCode.OK, w => w.Subject.DeleteAsync($"/v1/tags/{w.Tag}")),
    };

    public static TheoryData<string, string, HttpStatusCode> Cells()
    {
        var cells = new TheoryData<string, string, HttpStatusCode>();
        foreach (var subject in Subjects)
        {
            foreach (var (route, (needed, done, _)) in Routes)
            {
                cells.Add(subject, route, subject switch
                {
                    "disabled owner" => HttpStatusCode.Unauthorized,
                    _ when needed == "anybody" || subject == "owner" => done,
                    _ when needed == "who sees it" && Sees(subject) => done,
                    _ => Sees(subject) ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound,
                });
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string subject, string route, HttpStatusCode expected)
    {
        var world = await MakeAsync(subject);
        var before = await StateAsync(world);

        var response = await Routes[route].Ask(world);

        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (expected == HttpStatusCode.NotFound) await response.IsProblemAsync(expected, "not_found");
        if (expected == HttpStatusCode.Forbidden) await response.IsProblemAsync(expected, "forbidden");
        if (!response.IsSuccessStatusCode) Assert.Equal(before, await StateAsync(world));
        if (route == "list" && response.IsSuccessStatusCode)
            Assert.Equal(subject == "owner" || Sees(subject), (await response.JsonAsync()).EnumerateArray().Any(t => t.Id() == world.Tag));
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await MakeAsync("owner");
        var asked = Asked.Note();
        foreach (var (_, _, ask) in Routes.Values) await ask(world);
        return asked.Keys;
    }

    private static bool Sees(string subject) => subject is "reader" or "admin" or "member";

    private async Task<World> MakeAsync(string subject)
    {
        var owner = await api.NewUserAsync();
        var other = subject.Contains("owner", StringComparison.Ordinal) ? owner : await api.NewUserAsync();
        var (folder, beside) = (await owner.CreateFolderAsync("F"), await owner.CreateFolderAsync("beside"));
        var file = (await owner.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var (tag, second) = (await api.Service.PlantTagAsync(file), await api.Service.PlantTagAsync(file));
        var level = subject is "reader" or "member" ? 1 : 3;
        if (subject == "member") await api.Service.GrantToGroupAsync(folder, other, level);
        if (subject is "reader" or "admin" or "former admin") await api.Service.GrantAsync(folder, other, level, subject == "former admin" ? DateTime.UnixEpoch : null);
        if (subject == "admin beside") await api.Service.GrantAsync(beside, other, level);
        if (subject == "administrator") await api.Service.ExecuteAsync("UPDATE users SET role = 'administrator' WHERE id = $1", other.Id);
        if (subject == "disabled owner") await api.Service.DisableAsync(other);
        return new(other, tag, second);
    }

    private Task<string?> StateAsync(World world) => api.Service.ScalarAsync<string>("""
        SELECT string_agg(g::text, '' ORDER BY g.id) || (SELECT string_agg(x::text, '' ORDER BY x.tag_id) FROM item_tags x WHERE x.tag_id IN ($1, $2)) FROM tags g WHERE g.id IN ($1, $2)
        """, world.Tag, world.Other);
}
