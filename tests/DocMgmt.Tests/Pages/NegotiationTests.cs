using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocMgmt.Api.Pages.Language;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pages;

/// <summary>Who gets a page and who gets JSON, and in which language.</summary>
public class NegotiationTests(Api api)
{
    private const string Html = "text/html; charset=utf-8", Json = "application/json; charset=utf-8";

    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", Html)] // browsers
    [InlineData("text/html", Html)]
    [InlineData("text/*", Html)]
    [InlineData("application/json;q=0.5, text/html;q=0.9", Html)]
    [InlineData("*/*", Json)]
    [InlineData(null, Json)]
    [InlineData("application/json", Json)]
    [InlineData("application/json, text/html", Json)]
    [InlineData("text/html;q=0.1, application/*;q=0.2", Json)]
    [InlineData("text/html;q=0, */*", Json)]
    [InlineData("image/png", Json)]
    [InlineData(",;=", Json)]
    public async Task Whoever_prefers_html_gets_a_page(string? accept, string type)
    {
        var (_, link) = await LinkAsync();
        using var visitor = api.Service.NewVisitor();

        var good = await AskAsync(visitor, $"/shared/{link.Text("token")}", accept);
        var bad = await AskAsync(visitor, $"/shared/{link.Text("token")}?path=/none", accept);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (good.StatusCode, bad.StatusCode));
        Assert.Equal(type, good.Content.Headers.ContentType!.ToString());
        Assert.Equal(type == Html ? Html : "application/problem+json", bad.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("/v1/shared/{0}")]
    [InlineData("/shared/{0}/items")]
    [InlineData("/v1/users/me")]
    public async Task What_has_no_page_stays_as_it_is(string path)
    {
        var (_, link) = await LinkAsync();
        using var visitor = api.Service.NewVisitor();

        var answer = await AskAsync(visitor, string.Format(null, path, link.Text("token")), "text/html");

        Assert.EndsWith("json", answer.Content.Headers.ContentType!.MediaType!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_json_is_answered_in_json()
    {
        var alice = await api.NewUserAsync();
        var link = await alice.LinkAsync(await alice.CreateFolderAsync("Plans"), new { password = "open sesame" });
        using var visitor = api.Service.NewVisitor();

        var answer = await visitor.VisitAsync(link, method: HttpMethod.Post, content: JsonContent.Create(new { password = "open sesame" }), change: r => r.Headers.Accept.ParseAdd("text/html"));

        Assert.NotNull((await answer.SucceededAsync()).Text("unlock_token"));
    }

    [Fact]
    public async Task A_page_is_kept_by_no_cache_and_told_to_no_other_site()
    {
        var (_, link) = await LinkAsync();
        using var visitor = api.Service.NewVisitor();

        var page = await AskAsync(visitor, $"/shared/{link.Text("token")}", "text/html");
        var head = await visitor.VisitAsync(link, method: HttpMethod.Head, change: r => r.Headers.Accept.ParseAdd("text/html"));

        Assert.Equal(["no-store", "no-referrer", "noindex, nofollow", "nosniff", "same-origin", "Accept, Accept-Language, Accept-Encoding, Cookie"], new[]
        {
            page.Headers.CacheControl!.ToString(), Header(page, "Referrer-Policy"), Header(page, "X-Robots-Tag"), Header(page, "X-Content-Type-Options"), Header(page, "Cross-Origin-Opener-Policy"),
            string.Join(", ", page.Headers.Vary),
        });
        Assert.False(page.Headers.Contains("Set-Cookie"));
        Assert.Equal((HttpStatusCode.OK, page.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("?item_id=abc", HttpStatusCode.BadRequest)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/download?item_id=9223372036854775807", HttpStatusCode.NotFound)]
    public async Task Nor_is_what_fails(string deed, HttpStatusCode status)
    {
        var (_, link) = await LinkAsync();
        using var visitor = api.Service.NewVisitor();

        foreach (var accept in new[] { "text/html", "application/json" })
        {
            var answer = await visitor.VisitAsync(link, deed, change: r => r.Headers.Accept.ParseAdd(accept));

            Assert.Equal((status, true, "no-referrer", "noindex, nofollow"), (answer.StatusCode, answer.Headers.CacheControl!.NoStore, Header(answer, "Referrer-Policy"), Header(answer, "X-Robots-Tag")));
        }
    }

    [Theory]
    [InlineData("gzip, deflate, br", "gzip")]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData(null, null)]
    public async Task A_page_is_packed_for_whoever_takes_it(string? accepted, string? coding)
    {
        using var visitor = api.Service.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        var answer = await visitor.SendAsync(request);

        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        await using var bytes = await answer.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(coding is null ? bytes : new GZipStream(bytes, CompressionMode.Decompress));
        Assert.Contains(English.Words.HomeTitle, await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("fr, it;q=0.5", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("fr-CH, fr;q=0.9, de;q=0.7, en;q=0.8", "en")]
    [InlineData("DE-ch", "de")]
    [InlineData("de;q=0, en", "en")]
    [InlineData("en-GB,de", "en")]
    [InlineData("*", "en")]
    [InlineData("deutsch", "en")]
    [InlineData(";;,=", "en")]
    public async Task The_language_is_the_readers(string? asked, string tag)
    {
        using var visitor = api.Service.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (asked is not null) request.Headers.TryAddWithoutValidation("Accept-Language", asked);

        var answer = await visitor.SendAsync(request);

        Assert.Equal(tag, Assert.Single(answer.Content.Headers.ContentLanguage));
        var words = Languages.All.Single(w => w.Tag == tag);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains($"<html lang=\"{tag}\">", page, StringComparison.Ordinal);
        Assert.Contains(words.HomeText, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_language_has_a_word_for_everything()
    {
        foreach (var words in Languages.All)
        {
            Assert.Equal(English.Words.Problems.Keys.Order(), words.Problems.Keys.Order());
            Assert.Equal(English.Words.Sending.Keys.Order(), words.Sending.Keys.Order());
            Assert.Equal(Enum.GetValues<DocMgmt.Drive.Files.FileKind>().Order(), words.Kinds.Keys.Order());
            Assert.DoesNotContain(typeof(Words).GetProperties().Where(p => p.PropertyType == typeof(string)), p => string.IsNullOrEmpty((string?)p.GetValue(words)));
        }
    }

    [Theory]
    [InlineData(0, "0 bytes", "0 Byte")]
    [InlineData(1, "1 byte", "1 Byte")]
    [InlineData(999, "999 bytes", "999 Byte")]
    [InlineData(1_000, "1 KB", "1 KB")]
    [InlineData(1_550, "1.6 KB", "1,6 KB")]
    [InlineData(999_499, "999 KB", "999 KB")]
    [InlineData(999_500, "1 MB", "1 MB")]
    [InlineData(5_368_709_120, "5.4 GB", "5,4 GB")]
    [InlineData(long.MaxValue, "9223 PB", "9223 PB")]
    public void Sizes_are_said_as_people_say_them(long bytes, string english, string german) => Assert.Equal((english, german), (English.Words.Bytes(bytes), German.Words.Bytes(bytes)));

    private async Task<(TestUser Alice, JsonElement Link)> LinkAsync()
    {
        var alice = await api.NewUserAsync();
        return (alice, await alice.LinkAsync(await alice.CreateFolderAsync("Plans")));
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient visitor, string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await visitor.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
