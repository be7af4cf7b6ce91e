using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Completing when things have changed: the bytes stay as long as they may be needed.</summary>
public class CompleteUploadFailureTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_name_that_was_taken_meanwhile_is_told_and_once_free_it_completes_without_new_bytes()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content, onConflict: "fail");
        var other = await alice.UploadAsync("a.bin", TestUser.NewContent());

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        await alice.Service.ExecuteAsync("UPDATE items SET name = 'b.bin' WHERE id = $1", other.Id());
        await alice.VersionAsync(upload);

        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
    }

    [Fact]
    public async Task A_name_that_was_taken_meanwhile_gets_a_version_or_another_name()
    {
        var alice = await api.NewUserAsync();
        var version = await alice.SendAsync("a.bin", content);
        var rename = await alice.SendAsync("a.bin", content, onConflict: "rename");
        var other = await alice.UploadAsync("a.bin", TestUser.NewContent());

        Assert.Equal(other.Id(), (await alice.VersionAsync(version)).GetProperty("item_id").GetInt64());
        Assert.Equal(rename.ItemId, (await alice.VersionAsync(rename)).GetProperty("item_id").GetInt64());

        Assert.Equal("a (1).bin", (await alice.GetJsonAsync($"/v1/items/{rename.ItemId}")).Text("item_name"));
        Assert.Equal(content, await alice.DownloadAsync(other.Id()));
        Assert.Single(alice.Service.Published(content));
    }

    [Fact]
    public async Task A_name_that_became_free_meanwhile_is_a_new_file()
    {
        var alice = await api.NewUserAsync();
        var before = await alice.UploadAsync("a.bin", TestUser.NewContent());
        var upload = await alice.SendAsync("a.bin", content);
        await alice.Service.ExecuteAsync("UPDATE items SET name = 'b.bin' WHERE id = $1", before.Id());

        var version = await alice.VersionAsync(upload);

        Assert.NotEqual(before.Id(), version.GetProperty("item_id").GetInt64());
        Assert.Equal(1, version.GetProperty("version_number").GetInt32());
        Assert.Equal("a.bin", (await alice.GetJsonAsync($"/v1/items/{version.GetProperty("item_id")}")).Text("item_name"));
    }

    [Fact]
    public async Task A_folder_that_was_trashed_meanwhile_takes_nothing_and_takes_it_when_it_is_back()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Work");
        var upload = await alice.SendAsync("a.bin", content, folder);
        await MarkAsync(alice, folder, trashed: true);

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "parent_trashed");
        await (await alice.PutContentAsync("b.bin", content, folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await alice.UsedBytesAsync());
        await MarkAsync(alice, folder, trashed: false);

        await alice.VersionAsync(upload);
    }

    [Fact]
    public async Task A_pending_upload_lives_for_a_day()
    {
        await using var service = await api.StartAsync("Auth__AccessTokenMinutes=1440");
        var alice = await service.NewUserAsync();
        var announcement = new { item_name = "a.bin", size_bytes = content.Length };
        var upload = PendingUpload.Of(await (await alice.PostAsync("/v1/files/upload/initiate", announcement, "key")).SucceededAsync());
        service.Clock.Advance(TimeSpan.FromHours(23.5));

        // A replay gives a URL that is good for another hour, but not longer than what it is for.
        var again = PendingUpload.Of(await (await alice.PostAsync("/v1/files/upload/initiate", announcement, "key")).SucceededAsync());
        Assert.Equal(upload.VersionId, again.VersionId);
        await (await service.PutAsync(again.Url, content)).SucceededAsync();
        service.Clock.Advance(TimeSpan.FromHours(0.5));

        await (await service.PutAsync(again.Url, content)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        var late = await service.SignInAsync(alice.Email);
        await (await late.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await service.RunJobAsync("stale-uploads");
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM uploads"));
        await (await late.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static Task MarkAsync(TestUser user, long folder, bool trashed) => user.Service.ExecuteAsync(
        "WITH i AS (UPDATE items SET trashed_at = CASE WHEN $2 THEN now() END WHERE id = $1) UPDATE folders SET trash_id = CASE WHEN $2 THEN id END WHERE id = $1",
        folder, trashed);
}
