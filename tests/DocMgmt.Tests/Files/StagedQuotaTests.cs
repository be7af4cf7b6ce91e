using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Bytes that were received and not completed are on the disk too.</summary>
public class StagedQuotaTests(Api api)
{
    [Fact]
    public async Task Pending_uploads_together_receive_no_more_than_the_quota()
    {
        var alice = await api.NewUserAsync(quotaBytes: 10_000);
        using var visitor = api.Service.Anonymous();
        var first = await PutAsync(alice, visitor, "a", 6_000);
        first.Response.EnsureSuccessStatusCode();

        await (await PutAsync(alice, visitor, "b", 6_000)).Response.IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        Assert.Equal(1, await api.Service.ScalarAsync<long>("SELECT count(*) FROM uploads WHERE user_id = $1 AND staged_key IS NOT NULL", alice.Id));

        (await alice.SendAsync(HttpMethod.Delete, $"/v1/files/upload/{first.Upload.GetProperty("version_id").GetInt64()}", null, null)).EnsureSuccessStatusCode();
        (await PutAsync(alice, visitor, "c", 6_000)).Response.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task An_upload_url_of_a_disabled_user_is_worth_nothing()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent();
        var upload = await (await alice.InitiateAsync("a", content)).SucceededAsync();
        await api.Service.DisableAsync(alice);
        using var visitor = api.Service.Anonymous();

        await (await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static async Task<(JsonElement Upload, HttpResponseMessage Response)> PutAsync(TestUser user, HttpClient visitor, string name, int size)
    {
        var content = TestUser.NewContent(size);
        var upload = await (await user.InitiateAsync(name, content)).SucceededAsync();
        return (upload, await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content)));
    }
}
