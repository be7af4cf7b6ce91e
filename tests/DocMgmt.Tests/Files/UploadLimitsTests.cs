using System.Net;
using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class UploadLimitsTests(Api api)
{
    private static readonly byte[] Png = [0x89, .. "PNG\r\n\u001A\n"u8, .. TestUser.NewContent(100)];

    [Fact]
    public async Task Nothing_longer_than_the_limit_is_taken_whether_or_not_its_length_is_said()
    {
        await using var service = await api.StartAsync("Uploads__MaxBytes=100000");
        var alice = await service.NewUserAsync();
        var (fits, tooLong) = (TestUser.NewContent(100_000), TestUser.NewContent(100_001));
        using var chunked = new HttpRequestMessage(HttpMethod.Put, "/v1/files/content?item_name=b.bin") { Content = new ByteArrayContent(tooLong) };
        chunked.Headers.TransferEncodingChunked = true;

        await alice.UploadAsync("a.bin", fits);
        await (await alice.PutContentAsync("b.bin", tooLong)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
        await (await alice.InitiateAsync("b.bin", tooLong)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
        await (await alice.Http.SendAsync(chunked)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "content_too_large");

        Assert.Empty(service.Staging());
        Assert.Equal(100_000, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Only_allowed_types_are_taken_as_given_by_name_or_by_content()
    {
        await using var service = await api.StartAsync("Uploads__AllowedTypes=image/*,application/pdf");
        var alice = await service.NewUserAsync();
        var text = Encoding.ASCII.GetBytes("text");

        await alice.UploadAsync("a.png", text);
        await alice.UploadAsync("a.pdf", text);
        await alice.UploadAsync("noextension", Png);
        await (await alice.PutContentAsync("curl", Png, mimeType: "application/x-www-form-urlencoded")).SucceededAsync();
        await (await alice.PutContentAsync("a.txt", text, mimeType: "image/gif; x=1")).SucceededAsync();
        await (await alice.PutContentAsync("b.txt", text)).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        await (await alice.PutContentAsync("b", text)).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        await (await alice.PutContentAsync("b.png", text, mimeType: "text/html")).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");

        Assert.Empty(service.Staging());
    }

    [Fact]
    public async Task An_announced_upload_of_a_type_that_is_not_allowed_is_refused_at_the_latest_with_its_bytes()
    {
        await using var service = await api.StartAsync("Uploads__AllowedTypes=image/*");
        var alice = await service.NewUserAsync();
        var text = Encoding.ASCII.GetBytes("text");

        await (await alice.PostAsync("/v1/files/upload/initiate", new { item_name = "a.png", size_bytes = 4, mime_type = "text/html" }))
            .IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        var upload = await alice.AnnounceAsync("a", text);
        await (await service.PutAsync(upload.Url, text)).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "type_not_allowed");
        Assert.Empty(service.Staging());
        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        await alice.VersionAsync(await alice.SendAsync("b", Png));
    }
}
