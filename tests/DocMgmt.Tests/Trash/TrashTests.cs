using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>What is in the trash is nowhere else, counts as before, and comes back or goes for good.</summary>
public class TrashTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task What_is_put_into_the_trash_is_nowhere_but_there()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.UploadAsync("a.txt", content, folder)).Id();

        await alice.TrashAsync(file);

        foreach (var path in new[] { $"/v1/items/{file}", $"/v1/files/{file}/download", "/v1/items/by-path?path=/F/a.txt" })
            await (await alice.GetAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await alice.GetJsonAsync($"/v1/items?parent_id={folder}")).GetProperty("data").EnumerateArray());
        var trashed = Assert.Single(await alice.TrashedAsync());
        Assert.Equal((file, "a.txt", "/F/a.txt", folder), (trashed.Id(), trashed.Text("item_name"), trashed.Text("full_path"), trashed.GetProperty("parent_id").GetInt64()));
        Assert.Equal(alice.Id, trashed.GetProperty("trashed_by").GetInt64());
        Assert.Equal(trashed.GetProperty("trashed_at").GetDateTime().AddDays(30), trashed.GetProperty("expires_at").GetDateTime());
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
        await (await alice.DeleteAsync($"/v1/items/{file}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Its_name_is_free_at_once()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("a.txt", content)).Id();

        await alice.TrashAsync(file);

        Assert.NotEqual(file, (await alice.UploadAsync("a.txt", content)).Id());
    }

    [Fact]
    public async Task Who_may_write_may_delete_and_only_the_owner_sees_the_trash()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (kept, deleted) = ((await alice.UploadAsync("kept", content)).Id(), (await alice.UploadAsync("deleted", content)).Id());
        await api.Service.GrantAsync(kept, bob, 1);
        await api.Service.GrantAsync(deleted, bob, 2);

        await (await bob.DeleteAsync($"/v1/items/{kept}")).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await bob.TrashAsync(deleted);

        Assert.Empty(await bob.TrashedAsync());
        Assert.Equal(bob.Id, Assert.Single(await alice.TrashedAsync()).GetProperty("trashed_by").GetInt64());
        await (await bob.RestoreAsync(deleted)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.DeleteAsync($"/v1/trash/{deleted}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(deleted, (await (await alice.RestoreAsync(deleted)).SucceededAsync()).Id());
    }

    [Fact]
    public async Task The_last_deleted_comes_first_and_a_cursor_shows_each_once()
    {
        var alice = await api.NewUserAsync();
        var files = new List<long>();
        for (var i = 0; i < 5; i++) files.Add((await alice.UploadAsync($"f{i}", content)).Id());
        foreach (var file in files) await alice.TrashAsync(file);

        var seen = new List<long>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await alice.GetJsonAsync($"/v1/trash?page_size=2{(cursor == "" ? "" : $"&cursor={cursor}")}");
            Assert.Equal(5, page.GetProperty("total").GetInt64());
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(i => i.Id()));
            cursor = page.GetProperty("next_cursor").GetString();
        }

        Assert.Equal(Enumerable.Reverse(files), seen);
        Assert.Equal(seen.Skip(2).Take(2), (await alice.GetJsonAsync("/v1/trash?page=2&page_size=2")).GetProperty("data").EnumerateArray().Select(i => i.Id()));
    }

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

    /// <summary>The job only clears up: what its time is over for is not to be had any more from that moment on.</summary>
    [Fact]
    public async Task What_has_expired_is_neither_listed_nor_restored()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();
        await alice.TrashAsync(file);
        service.Clock.Advance(TimeSpan.FromDays(31));
        using var later = await service.SignInAsync(alice.Email);

        Assert.Empty(await later.TrashedAsync());
        await (await later.RestoreAsync(file)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
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

    [Fact]
    public async Task Folders_are_refused_clearly_as_long_as_they_cannot_be_deleted()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        await (await alice.DeleteAsync($"/v1/items/{folder}")).IsProblemAsync(HttpStatusCode.BadRequest, "not_a_file");
        await (await alice.CopyAsync(folder)).IsProblemAsync(HttpStatusCode.BadRequest, "not_a_file");
    }
}
