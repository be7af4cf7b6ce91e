using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

/// <summary>Changes that are meant for one state of an item (RFC 9110, section 13.1.1).</summary>
public class IfMatchTests(Api api)
{
    public static TheoryData<string> Ways => ["rename", "move", "delete"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_change_of_what_has_changed_meanwhile_is_refused(string way)
    {
        var (alice, file, to) = await MakeAsync(api.Service);
        var old = await alice.TagAsync(file);
        await (await alice.RenameAsync(file, "other")).SucceededAsync();

        await (await ChangeAsync(alice, old, way, file, to)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await (await ChangeAsync(alice, "\"something\"", way, file, to)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await (await ChangeAsync(alice, $"W/{await alice.TagAsync(file)}", way, file, to)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        foreach (var none in new[] { "nonsense", "W/*", "*, \"x\"" })
            await (await ChangeAsync(alice, none, way, file, to)).IsProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
        Assert.Equal("/other", await alice.PathAsync(file));

        await (await ChangeAsync(alice, $"\"x\", {await alice.TagAsync(file)}", way, file, to)).SucceededAsync();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_ancestors_name_and_a_star_are_no_change_of_the_item(string way)
    {
        var (alice, _, to) = await MakeAsync(api.Service);
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var tag = await alice.TagAsync(file);
        await (await alice.RenameAsync(folder, "G")).SucceededAsync();
        await (await alice.PatchAsync($"/v1/items/{file}", new { is_starred = true })).SucceededAsync();
        Assert.NotEqual(tag, await alice.TagAsync(file));

        await (await ChangeAsync(alice, tag, way, file, to)).SucceededAsync();
    }

    [Fact]
    public async Task Of_many_who_change_one_state_one_succeeds()
    {
        var (alice, file, _) = await MakeAsync(api.Service);
        var tag = await alice.TagAsync(file);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => alice.IfMatchAsync(tag, HttpMethod.Patch, $"/v1/items/{file}", new { item_name = $"n{n}" })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Where_it_is_obligatory_a_change_without_it_is_refused(string way)
    {
        await using var service = await api.StartAsync("Items__RequireIfMatch=true");
        var (alice, file, to) = await MakeAsync(service);

        await (await ChangeAsync(alice, null, way, file, to)).IsProblemAsync((HttpStatusCode)428, "precondition_required");
        await (await ChangeAsync(alice, "*", way, file, to)).SucceededAsync();
    }

    private static async Task<(TestUser Alice, long File, long To)> MakeAsync(TestService service)
    {
        var alice = await service.NewUserAsync();
        return (alice, (await alice.UploadAsync("f.txt", TestUser.NewContent())).Id(), await alice.CreateFolderAsync("to"));
    }

    private static Task<HttpResponseMessage> ChangeAsync(TestUser user, string? tag, string way, long file, long to)
    {
        var (method, path, body) = way switch
        {
            "rename" => (HttpMethod.Patch, $"/v1/items/{file}", (object?)new { item_name = "renamed" }),
            "move" => (HttpMethod.Post, $"/v1/items/{file}/move", new { parent_id = to }),
            _ => (HttpMethod.Delete, $"/v1/items/{file}", null),
        };
        return tag is null
            ? user.SendAsync(method, path, body is null ? null : System.Net.Http.Json.JsonContent.Create(body), null)
            : user.IfMatchAsync(tag, method, path, body);
    }
}
