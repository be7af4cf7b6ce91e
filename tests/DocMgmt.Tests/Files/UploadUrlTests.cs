using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>What an upload_url takes, and from whom.</summary>
public class UploadUrlTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent(100_000);

    [Theory]
    [InlineData(99_999)]
    [InlineData(100_001)]
    [InlineData(0)]
    public async Task Bytes_of_another_length_are_refused_and_may_be_sent_again(int length)
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.AnnounceAsync("a.bin", content);
        var wrong = TestUser.NewContent(length);

        await (await alice.Service.PutAsync(upload.Url, wrong)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "size_mismatch");

        if (length > 0) Assert.Empty(alice.Service.Staged(wrong));
        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        await SucceedsAsync(alice, upload);
    }

    [Theory]
    [InlineData(99_999)]
    [InlineData(100_001)]
    [InlineData(1_000_000)]
    public async Task Bytes_whose_length_is_not_said_are_counted(int length)
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.AnnounceAsync("a.bin", content);
        var wrong = TestUser.NewContent(length);
        using var http = alice.Service.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Put, upload.Url) { Content = new ByteArrayContent(wrong) };
        request.Headers.TransferEncodingChunked = true;

        var response = await http.SendAsync(request);

        await response.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "size_mismatch");
        Assert.Empty(alice.Service.Staged(wrong));
        await SucceedsAsync(alice, upload);
    }

    [Fact]
    public async Task Other_bytes_of_the_same_length_are_refused_and_may_be_sent_again()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.AnnounceAsync("a.bin", content);
        var wrong = TestUser.NewContent(content.Length);

        await (await alice.Service.PutAsync(upload.Url, wrong)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");

        Assert.Empty(alice.Service.Staged(wrong));
        await SucceedsAsync(alice, upload);
    }

    [Fact]
    public async Task A_bad_second_try_does_not_spoil_the_good_first_one()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);

        await (await alice.Service.PutAsync(upload.Url, TestUser.NewContent(content.Length))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");

        Assert.Equal(content, await alice.DownloadAsync((await alice.VersionAsync(upload)).GetProperty("item_id").GetInt64()));
    }

    [Fact]
    public async Task A_url_is_good_for_an_hour()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var upload = await alice.AnnounceAsync("a.bin", content);

        service.Clock.Advance(TimeSpan.FromMinutes(59));
        await (await service.PutAsync(upload.Url, content)).SucceededAsync();
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        await (await service.PutAsync(upload.Url, content)).IsProblemAsync(HttpStatusCode.Forbidden, "upload_url_invalid");
    }

    [Fact]
    public async Task A_signature_does_not_open_the_same_address_for_reading()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);
        using var http = alice.Service.Anonymous();

        Assert.False((await http.GetAsync(upload.Url)).IsSuccessStatusCode);
    }

    private static async Task SucceedsAsync(TestUser user, PendingUpload upload, byte[] content)
    {
        await (await user.Service.PutAsync(upload.Url, content)).SucceededAsync();
        var version = await user.VersionAsync(upload);
        Assert.Equal(content, await user.DownloadAsync(version.GetProperty("item_id").GetInt64()));
        Assert.Equal(content.Length, await user.UsedBytesAsync());
        Assert.Empty(user.Service.Staged(content));
    }

    private Task SucceedsAsync(TestUser user, PendingUpload upload) => SucceedsAsync(user, upload, content);
}
