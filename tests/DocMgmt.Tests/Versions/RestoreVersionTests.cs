using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>Restoring a version makes a new one of the same content, and keeps all that there were.</summary>
public class RestoreVersionTests(Api api)
{
    private readonly byte[] first = TestUser.NewContent(100), second = TestUser.NewContent(200);

    [Fact]
    public async Task A_restored_version_is_a_new_one_with_the_same_content()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first, second);
        var before = (await alice.ItemAsync(file)).GetProperty("revision").GetInt64();

        var response = await alice.RestoreVersionAsync(file, ids[0]);
        var restored = await response.SucceededAsync();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/v1/items/{file}/versions/{restored.Id()}", response.Headers.Location?.ToString());
        Assert.Equal((3, TestUser.Sha256(first)), (restored.GetProperty("version_number").GetInt32(), restored.Text("checksum")));
        Assert.True(restored.GetProperty("is_current").GetBoolean());
        var item = await alice.ItemAsync(file);
        Assert.Equal((3, first.Length), (item.GetProperty("version_count").GetInt32(), item.GetProperty("size_bytes").GetInt32()));
        Assert.Equal((restored.Id(), before + 1), (item.GetProperty("current_version_id").GetInt64(), item.GetProperty("revision").GetInt64()));
        Assert.Equal(first, await alice.DownloadAsync(file));
        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(first));
        Assert.Single(alice.Service.Published(first));
        Assert.Equal((2 * first.Length) + second.Length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task The_current_one_is_not_restored()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first, second);

        await (await alice.RestoreVersionAsync(file, ids[1])).IsProblemAsync(HttpStatusCode.Conflict, "version_is_current");
        Assert.Equal(2, (await alice.VersionsAsync(file)).Count);
    }

    [Fact]
    public async Task Restoring_needs_room_and_a_content_that_is_whole()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync(quotaBytes: 350);
        var (file, ids) = await alice.UploadAllAsync("a.txt", second, first);

        await (await alice.RestoreVersionAsync(file, ids[0])).IsProblemAsync(HttpStatusCode.Forbidden, "quota_exceeded");
        service.Harm(second, Harm.Flipped);
        await service.RunJobAsync("integrity-scrub");
        await service.ExecuteAsync("UPDATE drives SET quota_bytes = 10000");
        await (await alice.RestoreVersionAsync(file, ids[0])).IsProblemAsync(HttpStatusCode.InternalServerError, "content_damaged");

        Assert.Equal((2, first.Length + second.Length), ((await alice.VersionsAsync(file)).Count, await alice.UsedBytesAsync()));
    }

    [Fact]
    public async Task Two_who_restore_and_upload_at_once_make_a_version_each()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first, second);

        var restoring = Enumerable.Range(0, 8).Select(_ => alice.RestoreVersionAsync(file, ids[0]));
        var uploading = Enumerable.Range(0, 8).Select(_ => alice.PutContentAsync("a.txt", TestUser.NewContent()));
        foreach (var answer in await Task.WhenAll(restoring.Concat(uploading))) await answer.SucceededAsync();

        Assert.Equal(Enumerable.Range(1, 18).Reverse(), (await alice.VersionsAsync(file)).Select(v => v.GetProperty("version_number").GetInt32()));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_stale_state_is_not_changed()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", first, second);

        var path = $"/v1/items/{file}/versions/{ids[0]}";
        foreach (var stale in new[]
                 {
                     await alice.IfMatchAsync("\"1-0\"", HttpMethod.Post, $"{path}/restore", null),
                     await alice.IfMatchAsync("\"1-0\"", HttpMethod.Delete, path, null),
                     await alice.IfMatchAsync("\"1-0\"", HttpMethod.Patch, path, new { label = "x" }),
                 })
        {
            await stale.IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        }

        await (await alice.IfMatchAsync("\"2-0\"", HttpMethod.Post, $"{path}/restore", null)).SucceededAsync();
    }
}
