using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class PutContentTests(Api api)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((64 << 10) - 1)]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    public async Task Content_of_any_size_is_stored_as_it_came(int length)
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent(length);

        var response = await alice.PutContentAsync("a.bin", content);

        var file = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/items/{file.Id()}", response.Headers.Location!.ToString());
        Assert.Equal(length, file.GetProperty("size_bytes").GetInt64());
        Assert.Equal(TestUser.Sha256(content), file.Text("checksum"));
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        Assert.Equal(length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_taken_to_its_end()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent(200_000);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/files/content?item_name=a.bin") { Content = new ByteArrayContent(content) };
        request.Headers.TransferEncodingChunked = true;

        var file = await (await alice.Http.SendAsync(request)).SucceededAsync();

        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
    }

    [Fact]
    public async Task What_was_published_is_kept_once_and_nothing_stays_staged()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();

        await alice.UploadAsync("a.bin", content);
        await alice.UploadAsync("b.bin", content);

        Assert.Single(alice.Service.Published(content));
        Assert.Empty(alice.Service.Staged(content));
        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(content));
    }

    [Theory]
    [InlineData("a.unknown", "image/PNG", "text", "image/png")]
    [InlineData("a.unknown", "text/plain; charset=UTF-8; x=1", "text", "text/plain; charset=utf-8")]
    [InlineData("a.pdf", null, "text", "application/pdf")]
    [InlineData("a.pdf", "application/x-www-form-urlencoded", "text", "application/pdf")]
    [InlineData("a.pdf", "application/octet-stream", "text", "application/pdf")]
    [InlineData("a.pdf", "nonsense", "text", "application/pdf")]
    [InlineData("noextension", null, "%PDF-1.7", "application/pdf")]
    [InlineData("noextension", "application/octet-stream", "%PDF-1.7", "application/pdf")]
    [InlineData("noextension", null, "", "application/octet-stream")]
    public async Task The_type_is_the_given_one_else_the_extensions_else_the_contents(string name, string? given, string text, string expected)
    {
        var alice = await api.NewUserAsync();

        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(text));
        if (given is not null) body.Headers.TryAddWithoutValidation("Content-Type", given);

        var file = await (await alice.SendAsync(HttpMethod.Put, $"/v1/files/content?item_name={name}", body, null)).SucceededAsync();

        Assert.Equal(expected, file.Text("mime_type"));
        Assert.Equal(expected, (await alice.GetAsync($"/v1/files/{file.Id()}/download")).Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Content_that_is_not_what_was_announced_is_refused_and_not_kept()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();

        var right = await alice.PutContentAsync("right.bin", content, query: $"&checksum={TestUser.Sha256(content)}");
        var wrong = TestUser.NewContent();
        var refused = await alice.PutContentAsync("wrong.bin", wrong, query: $"&checksum={TestUser.Sha256(content)}");
        var nonsense = await alice.PutContentAsync("wrong.bin", wrong, query: "&checksum=abc");

        await right.SucceededAsync();
        await refused.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");
        await nonsense.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Empty(alice.Service.Staged(wrong));
        Assert.Empty(alice.Service.Published(wrong));
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
    }

    [Theory]
    [InlineData("/v1/files/content")]
    [InlineData("/v1/files/content?item_name=")]
    [InlineData("/v1/files/content?item_name=a%2Fb")]
    [InlineData("/v1/files/content?item_name=a&on_conflict=replace")]
    [InlineData("/v1/files/content?item_name=a&parent_id=x")]
    public async Task Parameters_that_make_no_sense_are_refused(string path)
    {
        var alice = await api.NewUserAsync();

        var response = await alice.SendAsync(HttpMethod.Put, path, new ByteArrayContent([1]), null);

        await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(0, await alice.UsedBytesAsync());
    }
}
