using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>What is purged is gone, with its references and the room that it took, however far the purge came at first.</summary>
public class PurgeTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Purging_gives_back_references_and_room_and_nothing_brings_it_back()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("a", content)).Id();
        await alice.UploadAsync("a", TestUser.NewContent(77));
        await alice.UploadAsync("b", content);
        await bob.UploadAsync("c", content);
        await alice.Service.StarAsync(file, alice);
        await api.Service.GrantAsync(file, bob, 1);
        await alice.TrashAsync(file);

        await alice.PurgeAsync(file);

        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(content));
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Empty(await alice.TrashedAsync());
        Assert.Equal(0, await alice.Service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = $1", file));
        await (await alice.RestoreAsync(file)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.DeleteAsync($"/v1/trash/{file}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task What_is_not_in_the_trash_is_not_purged()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();

        await (await alice.DeleteAsync($"/v1/trash/{file}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Equal(content, await alice.DownloadAsync(file));
    }

    [Fact]
    public async Task A_file_of_many_versions_goes_in_batches_and_the_job_ends_what_broke_off()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();
        await service.ExecuteAsync("""
            INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
            SELECT v.item_id, v.drive_id, n, v.blob_id, v.size_bytes, v.mime_type, v.created_by, v.created_at FROM versions v, generate_series(2, 1200) n
            """);
        await service.ExecuteAsync("UPDATE blobs SET ref_count = 1200");
        await service.ExecuteAsync("UPDATE drives SET used_bytes = 1200 * $1 WHERE used_bytes > 0", (long)content.Length);
        await alice.TrashAsync(file);
        await service.ExecuteAsync("UPDATE items SET purging_at = now(), current_version_id = NULL WHERE id = $1", file); // the process died here

        Assert.Empty(await alice.TrashedAsync());
        await (await alice.RestoreAsync(file)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, await service.RunJobAsync("trash-expiry"));

        Assert.Equal((0, 0), await service.ReferencesAsync(content));
        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = $1", file));
    }

    [Fact]
    public async Task What_was_in_the_trash_for_thirty_days_is_purged()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        await alice.TrashAsync((await alice.UploadAsync("a", content)).Id());
        service.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await service.RunJobAsync("trash-expiry"));

        service.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await service.RunJobAsync("trash-expiry"));

        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'purge'"));
    }

    [Fact]
    public async Task An_upload_whose_file_was_purged_since_is_not_completed_again()
    {
        var alice = await api.NewUserAsync();
        var upload = await alice.SendAsync("a", content);
        await alice.VersionAsync(upload);
        await alice.TrashAsync(upload.ItemId);
        await alice.PurgeAsync(upload.ItemId);

        await (await alice.CompleteAsync(upload.VersionId)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_id_of_a_purged_file_is_not_given_to_another_one()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();
        var upload = await alice.SendAsync("a", TestUser.NewContent());
        Assert.Equal(file, upload.ItemId);
        await alice.TrashAsync(file);
        await alice.PurgeAsync(file);

        var version = await alice.VersionAsync(upload);

        Assert.NotEqual(file, version.GetProperty("item_id").GetInt64());
        await (await alice.GetAsync($"/v1/items/{file}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }
}
