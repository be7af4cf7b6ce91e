using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Routes about the trash × every way to come to a level on what lies in it: that is its owner's alone, whoever was granted what.</summary>
public class TrashTableTests(Api api)
{
    private static readonly Dictionary<string, (bool OfFile, Func<TestUser, long, Task<HttpResponseMessage>> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["list"] = (true, (u, _) => u.GetAsync("/v1/trash")),
        ["restore the file"] = (true, (u, id) => u.RestoreAsync(id)),
        ["restore the folder"] = (false, (u, id) => u.RestoreAsync(id)),
        ["restore the file to the root"] = (true, (u, id) => u.RestoreAsync(id, new { parent_id = (long?)null })),
        ["restore the folder to the root"] = (false, (u, id) => u.RestoreAsync(id, new { parent_id = (long?)null })),
        ["list the folder's children"] = (false, (u, id) => u.GetAsync($"/v1/trash/{id}/children")),
        ["list the file's children"] = (true, (u, id) => u.GetAsync($"/v1/trash/{id}/children")),
        ["delete chosen ones for good"] = (true, (u, id) => u.PostAsync("/v1/trash/purge", new { item_ids = new[] { id } })),
        ["delete all for good"] = (true, (u, _) => u.DeleteAsync("/v1/trash")),
        ["delete the file for good"] = (true, (u, id) => u.DeleteAsync($"/v1/trash/{id}")),
        ["delete the folder for good"] = (false, (u, id) => u.DeleteAsync($"/v1/trash/{id}")),
        // In the trash it is nothing else to anybody.
        ["get the file"] = (true, (u, id) => u.GetAsync($"/v1/items/{id}")),
        ["list the folder"] = (false, (u, id) => u.GetAsync($"/v1/items?parent_id={id}")),
        ["list its children"] = (false, (u, id) => u.GetAsync($"/v1/items/{id}/children")),
        ["list all below it"] = (false, (u, id) => u.GetAsync($"/v1/items?parent_id={id}&recursive=true")),
        ["download the file"] = (true, (u, id) => u.GetAsync($"/v1/files/{id}/download")),
    };

    public static TheoryData<string, string, HttpStatusCode> Cells()
    {
        var cells = new TheoryData<string, string, HttpStatusCode>();
        foreach (var (way, (_, level, _)) in AccessWorld.Ways)
        {
            foreach (var (route, (ofFile, _)) in Routes) cells.Add(way, route, level < 0 ? HttpStatusCode.Unauthorized : Expected(way, route, ofFile));
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string way, string route, HttpStatusCode expected)
    {
        var world = await (route == "delete all for good" ? AccessWorld.MakeAsync(api.Service, way) : AccessWorld.OfAsync(api.Service, way)); // nothing would be left for others
        var (ofFile, ask) = Routes[route];
        var trashed = await world.PlantTrashedAsync(ofFile ? world.File : world.Folder);

        var response = await ask(world.Subject, trashed);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.NotFound) await response.IsProblemAsync(expected, "not_found");
        if (route == "list" && expected == HttpStatusCode.OK)
            Assert.Equal(IsOwner(way), (await response.JsonAsync()).GetProperty("data").EnumerateArray().Any(i => i.Id() == trashed));
        if (!IsOwner(way)) Assert.True(await api.Service.ScalarAsync<bool>("SELECT trashed_at IS NOT NULL FROM items WHERE id = $1", trashed));
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await AccessWorld.MakeAsync(api.Service, "owner");
        var asked = Asked.Note();
        foreach (var (_, ask) in Routes.Values.Take(11)) await ask(world.Subject, world.File);
        return asked.Keys;
    }

    private static HttpStatusCode Expected(string way, string route, bool ofFile) => route switch
    {
        "list" => HttpStatusCode.OK,
        "delete all for good" => HttpStatusCode.Accepted,
        "delete chosen ones for good" => IsOwner(way) ? HttpStatusCode.Accepted : HttpStatusCode.Conflict,
        _ when !IsOwner(way) || route is "get the file" or "list the folder" or "list its children" or "list all below it" or "download the file" => HttpStatusCode.NotFound,
        "list the file's children" => HttpStatusCode.BadRequest,
        // Their places went to the trash after them: of the one the folder, of the other what that is in.
        "restore the file" when way.Contains("trashed", StringComparison.Ordinal) => HttpStatusCode.Conflict,
        "restore the folder" when way.Contains("below a trashed", StringComparison.Ordinal) && !ofFile => HttpStatusCode.Conflict,
        _ => HttpStatusCode.OK,
    };

    private static bool IsOwner(string way) => way.StartsWith("owner", StringComparison.Ordinal);
}
