using System.Net;
using System.Net.Http.Headers;
using DocMgmt.Tests.Harness;
using Microsoft.AspNetCore.WebUtilities;

namespace DocMgmt.Tests.Files;

public class RangeDownloadTests(Api api)
{
    [Fact]
    public async Task Several_ranges_come_as_parts_that_name_their_places()
    {
        var (alice, file, content) = await FileAsync();

        var response = await RangeAsync(alice, HttpMethod.Get, file, "bytes=900-, 0-9, 500-599");

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(response.Content.Headers.ContentLength, body.Length);
        var boundary = response.Content.Headers.ContentType!.Parameters.Single(p => p.Name == "boundary").Value!;
        var reader = new MultipartReader(boundary, new MemoryStream(body));
        foreach (var (from, to) in new[] { (0, 10), (500, 600), (900, 1_000) })
        {
            var part = (await reader.ReadNextSectionAsync())!;
            Assert.Equal($"bytes {from}-{to - 1}/1000", part.Headers!["Content-Range"]);
            Assert.Equal("application/octet-stream", part.ContentType);
            using var bytes = new MemoryStream();
            await part.Body.CopyToAsync(bytes);
            Assert.Equal(content[from..to], bytes.ToArray());
        }

        Assert.Null(await reader.ReadNextSectionAsync());
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_a_problem_that_tells_the_length()
    {
        var (alice, file, _) = await FileAsync();

        var response = await RangeAsync(alice, HttpMethod.Get, file, "bytes=1000-");

        await response.IsProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
        Assert.Equal(new ContentRangeHeaderValue(1_000), response.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task A_range_means_nothing_to_HEAD()
    {
        var (alice, file, _) = await FileAsync();

        var response = await RangeAsync(alice, HttpMethod.Head, file, "bytes=0-1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1_000, response.Content.Headers.ContentLength);
    }

    private async Task<(TestUser User, long File, byte[] Content)> FileAsync()
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        return (alice, (await alice.UploadAsync("a.bin", content)).Id(), content);
    }

    private static async Task<HttpResponseMessage> RangeAsync(TestUser user, HttpMethod method, long file, string range)
    {
        using var request = new HttpRequestMessage(method, $"/v1/files/{file}/download");
        request.Headers.TryAddWithoutValidation("Range", range);
        return await user.Http.SendAsync(request);
    }
}
