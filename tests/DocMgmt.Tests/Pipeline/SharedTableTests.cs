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

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var alice = await api.NewUserAsync();
        var asked = Asked.Note();
        await alice.GetAsync("/v1/shared-with-me");
        return asked.Keys;
    }
}
