using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class CompleteUploadTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Completing_makes_the_version_that_was_announced()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a.pdf", content);

        var version = await alice.VersionAsync(upload);

        Assert.Equal(upload.VersionId, version.Id());
        Assert.Equal(upload.ItemId, version.GetProperty("item_id").GetInt64());
        Assert.Equal(1, version.GetProperty("version_number").GetInt32());
        Assert.Equal("application/pdf", version.Text("mime_type"));
        Assert.Equal(TestUser.Sha256(content), version.Text("checksum"));
        Assert.True(version.GetProperty("is_current").GetBoolean());
        Assert.Equal(alice.Id, version.GetProperty("created_by").GetInt64());
        Assert.Equal(content, await alice.DownloadAsync(upload.ItemId));
        Assert.Single(alice.Service.Published(content));
        Assert.Empty(alice.Service.Staged(content));
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
    }

    [Fact]
    public async Task An_announced_upload_of_an_existing_name_is_its_next_version()
    {
        var alice = await api.NewUserAsync();
        var before = await alice.UploadAsync("a.bin", TestUser.NewContent());

        var version = await alice.VersionAsync(await alice.SendAsync("a.bin", content));

        Assert.Equal(before.Id(), version.GetProperty("item_id").GetInt64());
        Assert.Equal(2, version.GetProperty("version_number").GetInt32());
    }

    [Fact]
    public async Task Of_bytes_that_were_sent_twice_the_last_ones_are_frozen()
    {
        var alice = await api.NewUserAsync();
        var last = TestUser.NewContent();
        var answer = await alice.PostJsonAsync("/v1/files/upload/initiate", new { item_name = "a.bin", size_bytes = 1_000 });
        var upload = PendingUpload.Of(answer);

        await (await alice.Service.PutAsync(upload.Url, content)).SucceededAsync();
        await (await alice.Service.PutAsync(upload.Url, last)).SucceededAsync();
        Assert.Equal(1, await alice.Service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions WHERE key LIKE '%' || $1 || '%'", TestUser.Sha256(content))); // whoever was completing it at that moment may have published them
        await alice.VersionAsync(upload);

        Assert.Equal(last, await alice.DownloadAsync(upload.ItemId));
        Assert.Empty(alice.Service.Staged(content));
        Assert.Empty(alice.Service.Published(content));
        await (await alice.Service.PutAsync(upload.Url, content)).IsProblemAsync(HttpStatusCode.Conflict, "upload_completed");
        Assert.Equal(last, await alice.DownloadAsync(upload.ItemId));
        Assert.Empty(alice.Service.Staged(content));
    }

    [Fact]
    public async Task Completing_without_bytes_is_refused()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.AnnounceAsync("a.bin", content);

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        await (await alice.CompleteAsync(long.MaxValue)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Completing_twice_gives_the_same_answer_even_when_the_upload_is_forgotten()
    {
        await using var service = await api.StartAsync("Auth__AccessTokenMinutes=1440");
        var alice = await service.NewUserAsync();
        var upload = await alice.SendAsync("a.bin", content);

        var first = await alice.VersionAsync(upload);
        var second = await alice.VersionAsync(upload);
        service.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, await service.RunJobAsync("stale-uploads"));
        var third = await (await service.SignInAsync(alice.Email)).VersionAsync(upload);

        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal(first.GetRawText(), third.GetRawText());
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Somebody_elses_upload_does_not_exist()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("shared");
        await api.Service.GrantAsync(folder, bob, 2);
        var upload = await alice.SendAsync("a.bin", content, folder);

        await (await bob.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await alice.VersionAsync(upload);
        await (await bob.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Who_may_write_no_more_by_then_does_not_complete()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("shared");
        await api.Service.GrantAsync(folder, bob, 2);
        var upload = await bob.SendAsync("a.bin", content, folder);

        await alice.Service.ExecuteAsync("UPDATE permissions SET level = 1 WHERE item_id = $1", folder);
        await (await bob.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await alice.Service.ExecuteAsync("DELETE FROM permissions WHERE item_id = $1", folder);
        await (await bob.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Equal(0, await alice.UsedBytesAsync());
    }
}
