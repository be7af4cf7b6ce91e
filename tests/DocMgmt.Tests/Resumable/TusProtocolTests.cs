using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>What tus 1.0.0 has of headers and refusals.</summary>
public class TusProtocolTests(Api api)
{
    private static readonly string Named = Tus.Metadata(("item_name", "x"));

    [Fact]
    public async Task It_says_what_is_spoken_to_anybody()
    {
        using var nobody = api.Service.Anonymous();

        var answer = await nobody.SendAsync(new(HttpMethod.Options, Tus.Uploads));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(("1.0.0", "1.0.0", "creation,creation-with-upload,expiration,checksum,termination,concatenation", "sha1,sha256,sha512,md5"),
            (answer.Header("Tus-Resumable"), answer.Header("Tus-Version"), answer.Header("Tus-Extension"), answer.Header("Tus-Checksum-Algorithm")));
        Assert.InRange(long.Parse(answer.Header("Tus-Max-Size")!), 1, long.MaxValue);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Another_version_is_refused_and_the_one_named_that_is_spoken(string method)
    {
        var alice = await api.NewUserAsync();
        var url = method == "POST" ? Tus.Uploads : await alice.Http.BeginAsync("x", [1]);

        foreach (var version in new[] { null, "0.2.2", "1.0.0.0" })
        {
            using var request = new HttpRequestMessage(new(method), url);
            if (version is not null) request.Headers.Add("Tus-Resumable", version);
            var answer = await alice.Http.SendAsync(request);
            Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0", "1.0.0"), (answer.StatusCode, answer.Header("Tus-Version"), answer.Header("Tus-Resumable")));
        }
    }

    [Fact]
    public async Task Whatever_is_refused_names_the_version()
    {
        var alice = await api.NewUserAsync();
        using var nobody = api.Service.Anonymous();

        foreach (var answer in new[] { await nobody.TryBeginAsync(1, Named), await alice.Http.AskAsync($"{Tus.Uploads}/{Guid.NewGuid()}"), await alice.Http.TryBeginAsync(1, "nothing that can be read") })
        {
            Assert.False(answer.IsSuccessStatusCode);
            Assert.Equal("1.0.0", answer.Header("Tus-Resumable"));
        }
    }

    [Fact]
    public async Task Asked_it_tells_what_it_was_told()
    {
        var alice = await api.NewUserAsync();
        var metadata = Tus.Metadata(("filename", "é.txt"), ("something", "else")) + ",empty";
        var url = await alice.Http.BeginAsync(10, metadata);
        await alice.Http.AppendedAsync(url, 0, [1, 2, 3]);

        var answer = await alice.Http.AskAsync(url);

        Assert.Equal(("3", "10", metadata, "no-store"), (answer.Header("Upload-Offset"), answer.Header("Upload-Length"), answer.Header("Upload-Metadata"), answer.Headers.CacheControl!.ToString()));
        Assert.InRange(DateTimeOffset.Parse(answer.Header("Upload-Expires")!) - api.Service.Clock.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        await alice.Http.AppendedAsync(url, 3, [4, 5, 6, 7, 8, 9, 10]);
        Assert.Null((await alice.Http.AskAsync(url)).Header("Upload-Expires"));
        Assert.Equal("é.txt", (await alice.GetJsonAsync($"/v1/items/{await alice.Http.ItemAsync(url)}")).Text("item_name"));
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_client_that_can_only_post_says_what_it_means(string method)
    {
        var alice = await api.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", [1, 2]);

        var answer = await alice.Http.TusAsync("POST", url, [1, 2], ("X-HTTP-Method-Override", method), ("Upload-Offset", "0"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(method == "PATCH" ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await alice.Http.AskAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await alice.Http.TusAsync("POST", "/v1/users/me", null, ("X-HTTP-Method-Override", "PATCH"))).StatusCode);
    }

    public static TheoryData<string, string, string> BadBeginnings => new()
    {
        { "Upload-Length", "", "Upload-Length" }, { "Upload-Length", "-1", "Upload-Length" }, { "Upload-Length", "+1", "Upload-Length" }, { "Upload-Length", "1.5", "Upload-Length" },
        { "Upload-Length", "9223372036854775808", "Upload-Length" }, { "Upload-Metadata", "", "item_name" }, { "Upload-Metadata", "item_name", "item_name" },
        { "Upload-Metadata", "item_name !!!", "Upload-Metadata" }, { "Upload-Metadata", "item_name eA==,item_name eA==", "Upload-Metadata" }, { "Upload-Metadata", "item_name /w==", "Upload-Metadata" },
        { "Upload-Metadata", "item_name eA== eA==", "Upload-Metadata" }, { "Upload-Metadata", "item_name eA==,é eA==", "Upload-Metadata" },
        { "Upload-Metadata", "item_name eA==,long " + new string('A', 4_096), "Upload-Metadata" }, { "Upload-Metadata", Tus.Metadata(("item_name", "a"), ("parent_id", " +1")), "parent_id" }, { "Upload-Metadata", Tus.Metadata(("item_name", "a/b")), "item_name" },
        { "Upload-Metadata", Tus.Metadata(("item_name", "a"), ("parent_id", "here")), "parent_id" }, { "Upload-Metadata", Tus.Metadata(("item_name", "a"), ("checksum", "abc")), "checksum" },
        { "Upload-Metadata", Tus.Metadata(("item_name", "a"), ("on_conflict", "replace")), "on_conflict" },
        { "Upload-Concat", "whole", "Upload-Concat" }, { "Upload-Concat", "final;", "Upload-Concat" }, { "Upload-Concat", "final;/v1/files/tus/17", "Upload-Concat" },
        { "Upload-Defer-Length", "1", "Upload-Length" },
    };

    [Theory]
    [MemberData(nameof(BadBeginnings))]
    public async Task What_cannot_begin_is_told_by_its_name(string header, string value, string field)
    {
        var alice = await api.NewUserAsync();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Upload-Length"] = "1", ["Upload-Metadata"] = Named, [header] = value };
        if (header == "Upload-Concat" && value.Contains("tus", StringComparison.Ordinal)) headers.Remove("Upload-Length");

        var problem = await (await alice.Http.TusAsync("POST", Tus.Uploads, null, [.. headers.Where(h => h.Value.Length > 0).Select(h => (h.Key, h.Value))])).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Parts_that_are_not_there_or_not_whole_or_not_one_s_own_make_no_file()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var half = await alice.Http.BeginAsync(2, "", headers: ("Upload-Concat", "partial"));
        await alice.Http.AppendedAsync(half, 0, [1]);
        var whole = await alice.Http.BeginAsync("x", [1, 2]);
        var his = await bob.Http.BeginAsync(1, "", body: [1], headers: ("Upload-Concat", "partial"));

        foreach (var part in new[] { whole, his, $"/v1/files/tus/{Guid.NewGuid()}" })
            await (await JoinAsync(half, part)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await JoinAsync(half)).IsProblemAsync(HttpStatusCode.Conflict, "parts_incomplete");
        await (await alice.Http.TusAsync("POST", Tus.Uploads, null, ("Upload-Concat", $"final;{half}"), ("Upload-Length", "2"), ("Upload-Metadata", Named))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await alice.Http.AppendedAsync(half, 1, [2]);
        Assert.Equal(HttpStatusCode.Created, (await JoinAsync(half)).StatusCode);

        Task<HttpResponseMessage> JoinAsync(params string[] parts) => alice.Http.TusAsync("POST", Tus.Uploads, null, ("Upload-Concat", $"final;{string.Join(' ', parts)}"), ("Upload-Metadata", Named));
    }

    [Fact]
    public async Task What_cannot_go_on_is_told_why_and_changes_nothing()
    {
        var alice = await api.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[10]);
        await alice.Http.AppendedAsync(url, 0, new byte[4]);

        await (await alice.Http.AppendAsync(url, 3, new byte[6])).IsProblemAsync(HttpStatusCode.Conflict, "offset_mismatch");
        await (await alice.Http.AppendAsync(url, 5, new byte[5])).IsProblemAsync(HttpStatusCode.Conflict, "offset_mismatch");
        await (await alice.Http.AppendAsync(url, 4, new byte[7])).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "size_mismatch");
        await (await alice.Http.TusAsync("PATCH", url, new byte[6])).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.Http.AppendAsync(url, 4, new byte[6], ("Upload-Checksum", "crc32 AAAA"))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.Http.AppendAsync(url, 4, new byte[6], ("Upload-Checksum", "sha1 AAAA"))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        using var json = new HttpRequestMessage(HttpMethod.Patch, url) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        json.Headers.Add("Tus-Resumable", "1.0.0");
        json.Headers.Add("Upload-Offset", "4");
        await (await alice.Http.SendAsync(json)).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

        Assert.Equal(4, await alice.Http.OffsetAsync(url));
        Assert.Equal(10, await alice.Http.AppendedAsync(url, 4, new byte[6]));
        Assert.Equal(10, await alice.Http.AppendedAsync(url, 10, []));
        await (await alice.Http.AppendAsync(url, 0, new byte[10])).IsProblemAsync(HttpStatusCode.Conflict, "offset_mismatch");
    }

    /// <summary>In chunks of which none says how long all of them are.</summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Bytes_of_unknown_length_are_taken_as_far_as_they_fit(int length, bool fits)
    {
        var alice = await api.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[10]);
        using var request = new HttpRequestMessage(HttpMethod.Patch, url) { Content = Tus.Body(new byte[length]) };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", "0");
        request.Headers.TransferEncodingChunked = true;

        var answer = await alice.Http.SendAsync(request);

        if (!fits) await answer.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "size_mismatch");
        Assert.Equal(fits ? 10 : 0, await alice.Http.OffsetAsync(url));
    }
}
