using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Direct;

/// <summary>Downloads that are sent on to the store, and those that are not.</summary>
public class DirectDownloadTests(DirectService direct) : IClassFixture<DirectService>
{
    [Theory]
    [InlineData("report.pdf", "application/pdf")]
    [InlineData("Ängste \"2026\".txt", "text/plain; charset=utf-8")]
    [InlineData("page.html", "text/html")]
    public async Task The_store_gives_it_the_right_name_and_type_to_be_saved(string name, string mimeType)
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var put = new ByteArrayContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mimeType) } };
        var file = (await (await alice.SendAsync(HttpMethod.Put, "/v1/files/content?item_name=" + Uri.EscapeDataString(name), put, null)).SucceededAsync()).Id();

        var redirect = await alice.GetAsync($"/v1/files/{file}/download");

        Assert.Equal((HttpStatusCode.Found, true), (redirect.StatusCode, redirect.Headers.CacheControl?.NoStore));
        var fetched = await Sending.FetchAsync(redirect.Headers.Location!.AbsoluteUri);
        Assert.Equal(content, await fetched.Content.ReadAsByteArrayAsync());
        Assert.Equal(mimeType, fetched.Content.Headers.ContentType?.ToString());
        var disposition = fetched.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", name), (disposition.DispositionType, disposition.FileNameStar ?? disposition.FileName?.Trim('"')));
        Assert.InRange(Life(redirect.Headers.Location), 1, 60);
    }

    [Theory]
    [InlineData("GET", "", null, null, HttpStatusCode.Found)]
    [InlineData("GET", "", "Range", "bytes=0-9", HttpStatusCode.Found)]
    [InlineData("GET", "", "If-None-Match", "\"other\"", HttpStatusCode.Found)]
    [InlineData("GET", "?filename=b.bin", null, null, HttpStatusCode.Found)]
    [InlineData("HEAD", "", null, null, HttpStatusCode.OK)]
    [InlineData("GET", "?disposition=inline", null, null, HttpStatusCode.OK)]
    [InlineData("GET", "", "Range", "bytes=0-9,20-29", HttpStatusCode.PartialContent)]
    [InlineData("GET", "", "Range", "bytes=5000-", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("GET", "", "If-None-Match", "*", HttpStatusCode.NotModified)]
    [InlineData("GET", "", "If-Match", "*", HttpStatusCode.OK)]
    [InlineData("GET", "", "If-Match", "\"other\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("GET", "", "If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT", HttpStatusCode.OK)]
    [InlineData("GET", "", "If-Unmodified-Since", "Thu, 01 Jan 2065 00:00:00 GMT", HttpStatusCode.OK)]
    public async Task What_the_store_would_answer_otherwise_is_answered_here(string method, string query, string? header, string? value, HttpStatusCode status)
    {
        var service = await direct.GetAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a.bin", TestUser.NewContent())).Id();

        using var request = new HttpRequestMessage(new(method), $"/v1/files/{file}/download{query}");
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);
        var answer = await alice.Http.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_range_that_is_asked_for_is_what_the_store_sends()
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        using var following = new HttpClient(new HttpClientHandler { AllowAutoRedirect = true }) { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file}/download") { Headers = { Range = new(10, 19), Authorization = new("Bearer", alice.AccessToken) } };

        var part = await following.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[10..20], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task It_is_noted_as_a_download_and_who_may_not_gets_no_url()
    {
        var service = await direct.GetAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var file = (await alice.UploadAsync("a.bin", TestUser.NewContent())).Id();

        var (answer, request) = await alice.Http.AskAsync(HttpMethod.Get, $"/v1/files/{file}/download");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        await Eventually.IsTrueAsync(async () => (await service.EventsAsync(request)).Any(e => e.Action == "download" && e.ItemId == file));

        await (await bob.GetAsync($"/v1/files/{file}/download")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var nobody = service.Anonymous();
        await (await nobody.GetAsync(new Uri($"/v1/files/{file}/download", UriKind.Relative))).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    /// <summary>A URL outlives the password that is changed and the downloads that are left.</summary>
    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"password":"secret word"}""", false)]
    [InlineData("""{"max_downloads":3}""", false)]
    public async Task Visitors_are_sent_on_where_the_link_has_neither_a_password_nor_a_limit(string terms, bool sentOn)
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        var link = await alice.LinkAsync(file, JsonSerializer.Deserialize<JsonElement>(terms));
        using var visitor = service.NewVisitor();

        var answer = await visitor.VisitAsync(link, "/download", terms.Contains("password", StringComparison.Ordinal) ? "secret word" : null);

        Assert.Equal(sentOn ? HttpStatusCode.Found : HttpStatusCode.OK, answer.StatusCode);
        if (sentOn) answer = await Sending.FetchAsync(answer.Headers.Location!.AbsoluteUri);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(1, (await alice.LinkNowAsync(link)).GetProperty("download_count").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await visitor.VisitAsync(await alice.LinkAsync((await alice.UploadAsync("b.txt", content)).Id()), "/preview")).StatusCode);
    }

    [Fact]
    public async Task A_url_does_not_outlive_its_link()
    {
        var service = await direct.GetAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a.bin", TestUser.NewContent())).Id();
        var link = await alice.LinkAsync(file, new { expires_at = service.Clock.GetUtcNow().AddSeconds(20) });
        using var visitor = service.NewVisitor();

        Assert.InRange(Life((await visitor.VisitAsync(link, "/download")).Headers.Location!), 1, 20);
    }

    [Fact]
    public async Task Where_it_is_set_so_everything_goes_through_the_service()
    {
        await using var service = await DirectService.StartAsync(direct.Api, "Downloads__Mode=Proxy", "Uploads__Mode=Proxy");
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var announced = await alice.BeginAsync("a.bin", content);
        Assert.StartsWith(service.Address.ToString(), announced.Text("upload_url"), StringComparison.Ordinal);

        var version = await (await alice.CompleteAsync(await announced.SendAsync(content))).SucceededAsync();

        Assert.Equal(content, await alice.DownloadAsync(version.GetProperty("item_id").GetInt64()));
    }

    [Fact]
    public async Task Urls_that_are_asked_for_lead_to_the_store_and_are_noted_as_downloads()
    {
        var service = await direct.GetAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a b.bin", content)).Id();

        var (answer, request) = await alice.Http.AskAsync(HttpMethod.Post, "/v1/files/urls", new { files = new[] { new { item_id = file }, new { item_id = file } }, expires_in = 600 });

        var urls = (await answer.SucceededAsync()).GetProperty("urls").EnumerateArray().Select(u => u.Text("url")).ToList();
        foreach (var url in urls)
        {
            Assert.InRange(Life(new(url)), 590, 600);
            using var fetched = await Sending.FetchAsync(url);
            Assert.Equal(content, await fetched.Content.ReadAsByteArrayAsync());
            Assert.Equal("a b.bin", fetched.Content.Headers.ContentDisposition?.FileName);
        }

        await Eventually.IsTrueAsync(async () => (await service.EventsAsync(request)).Count(e => e.Action == "download" && e.ItemId == file) == 2);
    }

    /// <summary>In seconds.</summary>
    private static int Life(Uri url) => int.Parse(System.Web.HttpUtility.ParseQueryString(url.Query)["X-Amz-Expires"]!, System.Globalization.CultureInfo.InvariantCulture);
}
