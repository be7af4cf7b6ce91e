using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>What who completes an upload says of its parts.</summary>
public class CompleteUploadPartsTests(Api api)
{
    [Theory]
    [InlineData("[null]", "parts[0]")]
    [InlineData("""[{"number": 1, "etag": "a"}, {"number": 0, "etag": "a"}]""", "parts[1]")]
    [InlineData("""[{"number": 10001, "etag": "a"}]""", "parts[0]")]
    [InlineData("""[{"number": 1, "etag": ""}]""", "parts[0]")]
    [InlineData("""[{"number": 1, "etag": "a"}, {"number": 1, "etag": "b"}]""", "parts")]
    public async Task Parts_that_are_none_are_told_by_their_place(string parts, string field)
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.AnnounceAsync("x", TestUser.NewContent());
        using var body = new StringContent($$"""{"version_id": {{upload.VersionId}}, "parts": {{parts}}}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

        var problem = await (await alice.SendAsync(HttpMethod.Post, "/v1/files/upload/complete", body, null)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }
}
