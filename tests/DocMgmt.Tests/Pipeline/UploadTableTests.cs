using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Routes about announced uploads × every way to come to a level on the folder that they go to. Nobody has another one's upload.</summary>
public class UploadTableTests(Api api)
{
    private static readonly Dictionary<string, (bool Own, Func<AccessWorld, PendingUpload, byte[], Task<HttpResponseMessage>> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["complete"] = (true, (w, upload, _) => w.Subject.CompleteAsync(upload.VersionId)),
        ["complete another one's"] = (false, (w, upload, _) => w.Subject.CompleteAsync(upload.VersionId)),
        ["get its URLs"] = (true, (w, upload, _) => w.Subject.GetAsync($"/v1/files/upload/{upload.VersionId}/parts")),
        ["get another one's URLs"] = (false, (w, upload, _) => w.Subject.GetAsync($"/v1/files/upload/{upload.VersionId}/parts")),
        ["give up"] = (true, (w, upload, _) => w.Subject.DeleteAsync($"/v1/files/upload/{upload.VersionId}")),
        ["give another one's up"] = (false, (w, upload, _) => w.Subject.DeleteAsync($"/v1/files/upload/{upload.VersionId}")),
        ["send the bytes by its URL"] = (true, (w, upload, content) => w.Subject.Http.PutAsync(upload.Url, new ByteArrayContent(content))),
    };

    public static TheoryData<string, string, HttpStatusCode> Cells()
    {
        var cells = new TheoryData<string, string, HttpStatusCode>();
        foreach (var (way, (onFolder, _, _)) in AccessWorld.Ways)
        {
            foreach (var (route, (own, _)) in Routes) cells.Add(way, route, Expected(way, route, own, onFolder));
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string way, string route, HttpStatusCode expected)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);
        var (own, ask) = Routes[route];
        var content = TestUser.NewContent();
        var upload = await PlantAsync(world, own ? world.Subject : world.Other, content);

        var response = await ask(world, upload, content);

        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await AccessWorld.MakeAsync(api.Service, "owner");
        var content = TestUser.NewContent();
        var upload = await PlantAsync(world, world.Subject, content);
        var asked = Asked.Note();
        foreach (var (_, ask) in Routes.Values) await ask(world, upload, content);
        return asked.Keys;
    }

    // What was announced can be given up whatever became of the level. Its URL needs none, and dies with its maker's account.
    private static HttpStatusCode Expected(string way, string route, bool own, int level) => (route, level) switch
    {
        ("send the bytes by its URL", _) => level < 0 ? HttpStatusCode.NotFound : HttpStatusCode.OK,
        (_, < 0) => HttpStatusCode.Unauthorized,
        _ when !own => HttpStatusCode.NotFound,
        ("give up" or "get its URLs", _) => HttpStatusCode.OK,
        _ when way.Contains("trashed", StringComparison.Ordinal) => HttpStatusCode.Conflict,
        (_, 0) => HttpStatusCode.NotFound,
        (_, 1) => HttpStatusCode.Forbidden,
        _ => HttpStatusCode.OK,
    };

    /// <summary>An upload to the folder with all its bytes, as if it had been announced when its maker still might.</summary>
    private static async Task<PendingUpload> PlantAsync(AccessWorld world, TestUser maker, byte[] content)
    {
        var upload = await world.Other.SendAsync($"{Guid.NewGuid()}", content);
        await world.Other.Service.ExecuteAsync("UPDATE uploads SET user_id = $2, parent_id = $3 WHERE version_id = $1", upload.VersionId, maker.Id, world.Folder);
        return upload;
    }
}
