using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class AbandonUploadTests(Api api)
{
    [Fact]
    public async Task A_pending_upload_is_given_up_with_its_bytes()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var upload = await (await alice.InitiateAsync("a.bin", content)).SucceededAsync();
        using var visitor = service.Anonymous();
        (await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content))).EnsureSuccessStatusCode();

        (await AbandonAsync(alice, Version(upload))).EnsureSuccessStatusCode();

        await (await alice.CompleteAsync(Version(upload))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await AbandonAsync(alice, Version(upload))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(service.Staging());
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions WHERE key LIKE '%' || $1 || '%'", TestUser.Sha256(content))); // whoever was completing it at that moment may have published them
    }

    [Fact]
    public async Task A_completed_upload_cannot_be_given_up()
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        var upload = await (await alice.InitiateAsync("a.bin", content)).SucceededAsync();
        using var visitor = api.Service.Anonymous();
        (await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content))).EnsureSuccessStatusCode();
        var version = await (await alice.CompleteAsync(Version(upload))).SucceededAsync();

        await (await AbandonAsync(alice, Version(upload))).IsProblemAsync(HttpStatusCode.Conflict, "upload_completed");

        Assert.Equal(content, await alice.DownloadAsync(version.GetProperty("item_id").GetInt64()));
    }

    [Fact]
    public async Task Somebody_else_cannot_give_it_up()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var upload = await (await alice.InitiateAsync("a.bin", TestUser.NewContent())).SucceededAsync();

        await (await AbandonAsync(bob, Version(upload))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static long Version(System.Text.Json.JsonElement upload) => upload.GetProperty("version_id").GetInt64();

    private static Task<HttpResponseMessage> AbandonAsync(TestUser user, long versionId) => user.SendAsync(HttpMethod.Delete, $"/v1/files/upload/{versionId}", null, null);
}
