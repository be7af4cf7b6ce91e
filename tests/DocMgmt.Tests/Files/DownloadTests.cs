using System.Net;
using System.Security.Cryptography;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class DownloadTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent(100_000);

    [Fact]
    public async Task An_answer_says_what_the_content_is_and_keeps_it_from_acting_as_this_site()
    {
        var (alice, file) = await FileAsync("a.html");

        var response = await alice.GetAsync($"/v1/files/{file}/download");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{TestUser.Sha256(content)}\"", response.Headers.ETag!.ToString());
        Assert.Equal(content.Length, response.Content.Headers.ContentLength);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:", response.Headers.GetValues("Repr-Digest").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("attachment; filename=\"a.html\"", response.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Theory]
    [InlineData("😀 résumé.txt")]
    [InlineData("say \"hi\" 100%.txt")]
    [InlineData("שלום; x=1.txt")]
    public async Task Any_name_arrives(string name)
    {
        var (alice, file) = await FileAsync(name);

        var response = await alice.GetAsync($"/v1/files/{file}/download");

        Assert.Equal(name, response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition.DispositionType);
    }

    [Theory]
    [InlineData(0, 9L)]
    [InlineData(99_999, 99_999L)]
    [InlineData(50_000, null)]
    [InlineData(90_000, 500_000L)]
    public async Task A_range_is_that_part(int from, long? to)
    {
        var (alice, file) = await FileAsync("a.bin");

        var response = await SendAsync(alice, file, r => r.Headers.Range = new(from, to));

        var part = content[from..(int)Math.Min((to ?? content.Length) + 1, content.Length)];
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {from}-{from + part.Length - 1}/{content.Length}", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(part, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:", response.Headers.GetValues("Repr-Digest").Single());
    }

    [Fact]
    public async Task A_suffix_range_is_the_end()
    {
        var (alice, file) = await FileAsync("a.bin");

        var response = await SendAsync(alice, file, r => r.Headers.Range = new(null, 10));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(content[^10..], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(Harm.Truncated)]
    [InlineData(Harm.Emptied)]
    [InlineData(Harm.Deleted)]
    public async Task Not_a_byte_is_sent_of_what_is_not_all_there_and_the_scrub_looks_at_it_first(Harm harm)
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a", content)).Id();
        service.Harm(content, harm);

        await (await alice.GetAsync($"/v1/files/{file}/download")).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(suspected_at) FROM blobs"));
    }

    [Fact]
    public async Task What_has_no_content_for_the_caller_is_told_apart()
    {
        var (alice, file) = await FileAsync("a.bin");
        var bob = await api.NewUserAsync();
        var other = await alice.UploadAsync("b.bin", TestUser.NewContent());
        var folder = await alice.CreateFolderAsync("Work");

        await (await alice.GetAsync($"/v1/files/{folder}/download")).IsProblemAsync(HttpStatusCode.BadRequest, "not_a_file");
        await (await alice.GetAsync($"/v1/files/{file}/download?version={other.GetProperty("version_id")}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.GetAsync($"/v1/files/{file}/download?version=x")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await bob.GetAsync($"/v1/files/{file}/download")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await api.Service.GrantAsync(file, bob, 1);
        Assert.Equal(content, await bob.DownloadAsync(file));
    }

    private async Task<(TestUser User, long File)> FileAsync(string name)
    {
        var user = await api.NewUserAsync();
        return (user, (await user.UploadAsync(name, content)).Id());
    }

    private static async Task<HttpResponseMessage> SendAsync(TestUser user, long file, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file}/download");
        change(request);
        return await user.Http.SendAsync(request);
    }
}
