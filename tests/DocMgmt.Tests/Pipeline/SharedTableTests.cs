using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Pipeline;

/// <summary>What is listed as shared × every way to come to a level: what the grants are on, and nothing to those who need none.</summary>
public class SharedTableTests(Api api)
{
    public static TheoryData<string> Ways => [.. AccessWorld.Ways.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_shared_with_whom(string way)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);
        var (_, level, _) = AccessWorld.Ways[way];
        var grants = level is 0 or 4 ? 0 : way.Contains("above", StringComparison.Ordinal) ? 2 : 1;

        var response = await world.Subject.GetAsync("/v1/shared-with-me");

        Assert.Equal(level < 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
        if (level < 0) return;
        var listed = (await response.JsonAsync()).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(grants, listed.Count);
        foreach (var item in listed) Assert.Equal(item.Text("permission_type"), await world.Subject.LevelAsync(item.Id()));
    }

    /// <summary>The lists of what one may read, wherever it is, have the folder and the file for whoever may read them, at the level that they have.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_lists_from_everywhere_have_for_whom(string way)
    {
        var world = await AccessWorld.OfAsync(api.Service, way);
        var (onFolder, onFile, _) = AccessWorld.Ways[way];

        foreach (var list in new[] { "/v1/items/recent?page_size=100", "/v1/items/starred?page_size=100" })
        {
            if (onFile >= 0) foreach (var id in new[] { world.Folder, world.File }) await api.Service.ExecuteAsync("INSERT INTO stars (user_id, item_id, created_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING", world.Subject.Id, id);
            var response = await world.Subject.GetAsync(list);
            Assert.Equal(onFile < 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
            if (onFile < 0) continue;
            var levels = (await response.JsonAsync()).GetProperty("data").EnumerateArray().ToDictionary(i => i.Id(), i => i.Text("permission_type"));
            foreach (var (id, level) in new[] { (world.Folder, onFolder), (world.File, onFile) })
                Assert.Equal(level == 0 ? null : await world.Subject.LevelAsync(id), levels.GetValueOrDefault(id));
        }
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var alice = await api.NewUserAsync();
        var asked = Asked.Note();
        foreach (var list in new[] { "/v1/shared-with-me", "/v1/items/recent", "/v1/items/starred" }) await alice.GetAsync(list);
        return asked.Keys;
    }
}
