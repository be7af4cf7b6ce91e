using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>What is on a purge job's list, and in which order its things are taken: bounded, each once, in the order that everybody locks in.</summary>
public class PurgeListTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_list_takes_the_oldest_two_hundred_thousand_things_and_its_job_says_so()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var first = (await alice.UploadAsync("first", content)).Id();
        await alice.TrashAsync(first);
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at, trashed_at, trashed_by)
            SELECT i.drive_id, i.parent_id, 'file', 'f' || n, 'f' || n, 0, $2, now(), now(), i.trashed_at + n * interval '1 microsecond', $2 FROM items i, generate_series(1, 200000) n WHERE i.id = $1
            """, first, alice.Id);
        var last = await service.ScalarAsync<long>("SELECT max(id) FROM items");
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", first);

        var answer = await alice.DeleteAsync("/v1/trash");
        Assert.Equal(200_000, (await answer.JsonAsync()).GetProperty("total").GetInt32());
        await Eventually.WaitForLockAsync(service);
        Assert.Equal((0, 1), (await service.ScalarAsync<long>("SELECT count(*) FROM job_items WHERE source_id = $1", last), await service.ScalarAsync<long>("SELECT count(*) FROM job_items WHERE source_id = $1", first)));
        await service.ExecuteAsync("DELETE FROM job_items WHERE position > 500"); // nobody waits for the rest
        await holder.CommitAsync();

        var ended = await alice.EndOfJobAsync((await answer.JsonAsync()).Id());
        Assert.Equal(("succeeded", "200,000 items are dealt with at a time. If there is more in the trash, empty it again."), (ended.Text("state"), Assert.Single(ended.Errors())));
    }

    [Fact]
    public async Task What_somebody_else_began_to_purge_since_is_theirs()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (file, other) = ((await alice.UploadAsync("f", content)).Id(), (await alice.UploadAsync("g", content)).Id());
        foreach (var item in new[] { file, other }) await alice.TrashAsync(item);
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", file);
        var job = await alice.DeleteAsync("/v1/trash").QueuedAsync();
        await Eventually.WaitForLockAsync(service);
        await service.ExecuteAsync("UPDATE items SET purging_at = now(), current_version_id = NULL WHERE id = $1", other);
        await holder.CommitAsync();

        var ended = await alice.EndOfJobAsync(job);

        Assert.Equal((1, 1), (ended.Count("purged"), ended.Count("skipped")));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'purge' AND item_id = $1", other));
        Assert.Equal(1, await service.RunJobAsync("trash-expiry"));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Files_of_many_versions_go_in_several_batches()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        for (var n = 0; n < 4; n++) await alice.TrashAsync((await alice.UploadAsync($"{n}", content)).Id());
        await service.ExecuteAsync("""
            INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
            SELECT v.item_id, v.drive_id, n, v.blob_id, v.size_bytes, v.mime_type, v.created_by, v.created_at FROM versions v, generate_series(2, CASE WHEN v.item_id % 2 = 0 THEN 700 ELSE 300 END) n
            """);
        await service.ExecuteAsync("UPDATE items i SET version_count = n.count, next_version = n.count + 1 FROM (SELECT item_id, count(*) FROM versions GROUP BY item_id) n WHERE i.id = n.item_id");
        await service.ExecuteAsync("UPDATE blobs SET ref_count = (SELECT count(*) FROM versions)");
        await service.ExecuteAsync("UPDATE drives d SET used_bytes = (SELECT COALESCE(sum(size_bytes), 0) FROM versions v WHERE v.drive_id = d.id)");

        var job = await alice.PurgeAllAsync();

        Assert.Equal((4, 0), (job.Count("purged"), job.Errors().Count));
        Assert.Equal(4, await service.ScalarAsync<long>("SELECT count(DISTINCT created_at) FROM events WHERE action = 'purge' AND item_id IS NOT NULL")); // a batch each: no two have 500 together
        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Equal((0, 0), await service.ReferencesAsync(content));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_somebody_else_is_at_is_not_counted_by_the_job_that_passes_it_by()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (busy, free) = ((await alice.UploadAsync("f", content)).Id(), (await alice.UploadAsync("g", content)).Id());
        foreach (var item in new[] { busy, free }) await alice.TrashAsync(item);
        await service.ExecuteAsync("UPDATE items SET purging_at = now(), current_version_id = NULL WHERE trashed_at IS NOT NULL"); // both were begun
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", busy);

        Assert.Equal(1, (await service.RunToEndAsync("trash-expiry")).Count("purged"));

        await holder.CommitAsync();
        Assert.Equal(1, (await service.RunToEndAsync("trash-expiry")).Count("purged"));
    }

    /// <summary>A folder that goes gives its trashed children up, whose rows others have: in the order of their ids, not in that in which they were deleted.</summary>
    [Theory]
    [InlineData("for good")]
    [InlineData("to another drive")]
    public async Task What_outlives_a_folder_is_locked_in_the_order_of_ids(string where)
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var place = await bob.CreateFolderAsync("place");
        await service.GrantAsync(place, alice, 2);
        var folder = await alice.CreateFolderAsync("F");
        var files = new List<long>();
        for (var n = 0; n < 2; n++) files.Add((await alice.UploadAsync($"{n}", content, folder)).Id());
        foreach (var item in new[] { files[1], files[0] }) await alice.TrashAsync(item);
        if (where == "for good") await alice.TrashAsync(folder);
        await using var first = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", files[0]);

        var going = where == "for good" ? alice.DeleteAsync($"/v1/trash/{folder}") : alice.MoveAsync(folder, place);
        await first.BlocksAsync(service, going);
        await using (await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE NOWAIT", files[1])) await first.CommitAsync(); // nobody has that one yet

        await (await going).SucceededAsync();
        Assert.Equal(files, (await alice.TrashedAsync()).Select(t => t.Id()).Order());
        await service.DoctorAsync();
    }
}
