using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>HEAD says of a download, header by header, what GET would.</summary>
public class HeadDownloadTests(Api api)
{
    private static readonly string[] Own = ["date", "x-request-id", "transfer-encoding"];

    // {tag} and {date} stand for the content's own.
    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "?disposition=inline")]
    [InlineData(200, "?filename=b.txt")]
    [InlineData(200, "?disposition=inline&filename=r%C3%A9sum%C3%A9.txt")]
    [InlineData(200, "", "If-Match", "{tag}")]
    [InlineData(200, "", "If-None-Match", "\"other\"")]
    [InlineData(304, "", "If-None-Match", "{tag}")]
    [InlineData(304, "?disposition=inline", "If-None-Match", "*")]
    [InlineData(304, "", "If-Modified-Since", "{date}")]
    [InlineData(412, "", "If-Match", "\"other\"")]
    [InlineData(412, "", "If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT")]
    [InlineData(400, "?disposition=show")]
    [InlineData(400, "?filename=")]
    [InlineData(404, "?version=1")]
    public async Task Head_is_get_without_the_body(int status, string query, params string[] headers)
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.txt", content)).Id();
        var path = $"/v1/files/{file}/download";
        var date = (await alice.GetAsync(path)).Content.Headers.GetValues("Last-Modified").Single();
        void Condition(HttpRequestMessage request)
        {
            foreach (var header in headers.Chunk(2))
                request.Headers.TryAddWithoutValidation(header[0], header[1].Replace("{tag}", $"\"{TestUser.Sha256(content)}\"").Replace("{date}", date));
        }

        var (get, _) = await alice.Http.AskAsync(HttpMethod.Get, path + query, change: Condition);
        var (head, _) = await alice.Http.AskAsync(HttpMethod.Head, path + query, change: Condition);

        Assert.Equal(status, (int)get.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(Headers(get), Headers(head));
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers.NonValidated.Select(h =>
            KeyValuePair.Create(h.Key, (IEnumerable<string>)h.Value)))
        .Where(h => !Own.Contains(h.Key.ToLowerInvariant())).Select(h => $"{h.Key.ToLowerInvariant()}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);
}
