using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>URLs that contents are fetched by without a token.</summary>
public class DownloadUrlTests(Api api)
{
    [Fact]
    public async Task Each_file_has_its_url_or_says_why_not_in_the_order_that_was_asked_for()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (content, other) = (TestUser.NewContent(), TestUser.NewContent());
        var file = await alice.UploadAsync("a.bin", other);
        await alice.UploadAsync("a.bin", content);
        var (folder, empty, his) = (await alice.CreateFolderAsync("f"), await alice.PostJsonAsync("/v1/items", new { item_name = "empty", type = "file" }), await bob.UploadAsync("b", content));
        var old = file.GetProperty("version_id").GetInt64();

        var urls = (await alice.PostJsonAsync("/v1/files/urls", new
        {
            files = new[]
            {
                Wanted(his.Id()), Wanted(file.Id()), Wanted(folder), Wanted(empty.Id()), Wanted(file.Id(), old), Wanted(file.Id(), his.GetProperty("version_id").GetInt64()), Wanted(file.Id()),
            },
        })).GetProperty("urls").EnumerateArray().ToList();

        Assert.Equal(["not_found", null, "not_a_file", "no_content", null, "not_found", null],
            urls.Select(u => u.GetProperty("problem") is { ValueKind: JsonValueKind.Object } p ? p.Text("code") : null));
        Assert.Equal(content, await FetchAsync(urls[1]));
        Assert.Equal(other, await FetchAsync(urls[4]));
        Assert.Equal(("a.bin", content.Length, TestUser.Sha256(content)), (urls[6].Text("item_name"), urls[6].GetProperty("size_bytes").GetInt32(), urls[6].Text("checksum")));
    }

    [Fact]
    public async Task A_thousand_take_one_statement_and_more_are_refused()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a.bin", TestUser.NewContent())).Id();

        using var statements = new Statements();
        var asked = await statements.OfAsync(alice, HttpMethod.Post, "/v1/files/urls", JsonContent.Create(new { files = Enumerable.Repeat(Wanted(file), 1_000) }));

        Assert.Single(asked);
        await (await alice.PostAsync("/v1/files/urls", new { files = Enumerable.Repeat(Wanted(file), 1_001) })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/files/urls", new { files = Array.Empty<object>() })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/files/urls", new { files = new[] { Wanted(file) }, expires_in = 3_601 })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/files/urls", new { files = new object?[] { null } })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task It_opens_what_it_was_asked_for_and_nothing_else()
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        var (file, other) = ((await alice.UploadAsync("a.bin", content)).Id(), await alice.UploadAsync("b.bin", TestUser.NewContent()));
        var url = await alice.FetchUrlAsync(file);
        using var nobody = api.Service.Anonymous();

        Assert.Equal(content, await nobody.GetByteArrayAsync(url));
        string[] changed =
        [
            url.Replace($"/{file}/", $"/{other.Id()}/", StringComparison.Ordinal),
            System.Text.RegularExpressions.Regex.Replace(url, "version=\\d+", $"version={other.GetProperty("version_id").GetInt64()}", default, TimeSpan.FromSeconds(1)),
            url.Replace("expires=", "expires=9", StringComparison.Ordinal), url.Replace($"user={alice.Id}", "user=1", StringComparison.Ordinal), url[..^1] + (url[^1] == 'A' ? 'B' : 'A'),
        ];
        foreach (var other1 in changed)
            await (await nobody.GetAsync(new Uri(other1))).IsProblemAsync(HttpStatusCode.Forbidden, "download_url_invalid");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await nobody.DeleteAsync(new Uri(url))).StatusCode);
    }

    [Fact]
    public async Task It_ends_with_its_time_with_the_permission_and_with_the_session()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        var grant = await alice.ShareAsync(file, bob, "read");
        var (own, his) = (await alice.FetchUrlAsync(file), await bob.FetchUrlAsync(file));
        using var nobody = service.Anonymous();
        Assert.Equal(content, await nobody.GetByteArrayAsync(his));

        var trashed = (await alice.UploadAsync("b.bin", content)).Id();
        var gone = await alice.FetchUrlAsync(trashed);
        (await alice.DeleteAsync($"/v1/items/{trashed}")).EnsureSuccessStatusCode();
        await (await nobody.GetAsync(new Uri(gone))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        (await alice.DeleteAsync($"/v1/items/{file}/permissions/{grant.Id()}")).EnsureSuccessStatusCode();
        await (await nobody.GetAsync(new Uri(his))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        service.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(content, await nobody.GetByteArrayAsync(own));
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        await (await nobody.GetAsync(new Uri(own))).IsProblemAsync(HttpStatusCode.Forbidden, "download_url_invalid");

        own = await alice.FetchUrlAsync(file);
        (await alice.PostAsync("/v1/auth/logout", new { refresh_token = alice.RefreshToken })).EnsureSuccessStatusCode();
        await (await nobody.GetAsync(new Uri(own))).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
    }

    private static object Wanted(long id, long? version = null) => new { item_id = id, version };

    private async Task<byte[]> FetchAsync(JsonElement url)
    {
        using var nobody = api.Service.Anonymous();
        return await nobody.GetByteArrayAsync(url.Text("url"));
    }
}
