using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Conditions of RFC 9110, section 13, on the content of a file. {tag} and {date} stand for its own.</summary>
public class ConditionalDownloadTests(Api api)
{
    private const string Earlier = "Thu, 01 Jan 2015 00:00:00 GMT";

    [Theory]
    [InlineData(200, "If-None-Match", "\"other\"")]
    [InlineData(304, "If-None-Match", "{tag}")]
    [InlineData(304, "If-None-Match", "\"other\", {tag}")]
    [InlineData(304, "If-None-Match", "W/{tag}")]
    [InlineData(304, "If-None-Match", "*")]
    [InlineData(304, "If-Modified-Since", "{date}")]
    [InlineData(200, "If-Modified-Since", Earlier)]
    [InlineData(200, "If-None-Match", "\"other\"", "If-Modified-Since", "{date}")]
    [InlineData(304, "If-None-Match", "{tag}", "If-Modified-Since", Earlier)]
    [InlineData(200, "If-Match", "{tag}")]
    [InlineData(200, "If-Match", "*")]
    [InlineData(412, "If-Match", "\"other\"")]
    [InlineData(412, "If-Match", "W/{tag}")]
    [InlineData(412, "If-Match", "\"other\"", "If-None-Match", "{tag}")]
    [InlineData(200, "If-Match", "{tag}", "If-Unmodified-Since", Earlier)]
    [InlineData(412, "If-Unmodified-Since", Earlier)]
    [InlineData(200, "If-Unmodified-Since", "{date}")]
    [InlineData(206, "Range", "bytes=0-1")]
    [InlineData(206, "Range", "bytes=0-1", "If-Range", "{tag}")]
    [InlineData(200, "Range", "bytes=0-1", "If-Range", "\"other\"")]
    [InlineData(200, "Range", "bytes=0-1", "If-Range", "W/{tag}")]
    [InlineData(206, "Range", "bytes=0-1", "If-Range", "{date}")]
    [InlineData(200, "Range", "bytes=0-1", "If-Range", Earlier)]
    [InlineData(304, "Range", "bytes=0-1", "If-None-Match", "{tag}")]
    [InlineData(412, "Range", "bytes=0-1", "If-Match", "\"other\"")]
    public async Task A_condition_decides_what_is_sent(int status, params string[] headers)
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        var date = (await alice.GetAsync($"/v1/files/{file}/download")).Content.Headers.GetValues("Last-Modified").Single();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file}/download");
        foreach (var header in headers.Chunk(2))
            request.Headers.TryAddWithoutValidation(header[0], header[1].Replace("{tag}", $"\"{TestUser.Sha256(content)}\"").Replace("{date}", date));

        var response = await alice.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status is 200 or 304) Assert.Equal($"\"{TestUser.Sha256(content)}\"", response.Headers.ETag!.ToString());
        if (status == 412) await response.IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        else Assert.Equal(status switch { 200 => content, 206 => content[..2], _ => [] }, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_tag_of_the_old_content_is_no_longer_good_after_a_new_version()
    {
        var alice = await api.NewUserAsync();
        var old = TestUser.NewContent();
        await alice.UploadAsync("a.bin", old);
        var file = (await alice.UploadAsync("a.bin", TestUser.NewContent())).Id();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file}/download");
        request.Headers.IfNoneMatch.Add(new($"\"{TestUser.Sha256(old)}\""));

        Assert.Equal(HttpStatusCode.OK, (await alice.Http.SendAsync(request)).StatusCode);
    }
}
