using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>What doctor --fix mends, and what it leaves.</summary>
public class MendingTests(Api api)
{
    [Theory]
    [InlineData("references", 3, "UPDATE blobs SET ref_count = ref_count + 1; UPDATE blobs SET orphaned_at = now() WHERE ref_count = 3; UPDATE blobs SET ref_count = 0 WHERE size = 0")]
    [InlineData("doomed_blobs", 1, "INSERT INTO blob_deletions (store, key, due_at) SELECT store, key, now() FROM blobs WHERE ref_count = 2")]
    [InlineData("used_bytes", 2, "UPDATE drives SET used_bytes = used_bytes + 1 WHERE used_bytes > 0")]
    [InlineData("tag_counts", 2, "UPDATE tags SET usage_count = usage_count + 1")]
    [InlineData("search_texts", 5, "DELETE FROM search_texts WHERE item_id = item('two.bin'); UPDATE search_texts SET name_text = '', tags_text = '', parent_id = 7, drive_id = 7 WHERE item_id IN (item('inner'), item('outer')); UPDATE tags SET name_text = NULL")]
    [InlineData("folder_paths", 4, "UPDATE folders SET path = '/' || id, depth = 7 WHERE depth > 0")]
    [InlineData("folder_paths", 2, "UPDATE folders SET path = 'x' WHERE id = item('outer'); UPDATE folders SET path = left(path, -length(item('inner') || '/')) WHERE id = item('inner')")]
    public async Task What_can_be_told_from_the_rest_is_mended(string check, long count, string damage)
    {
        await using var world = await World.StartAsync(api);
        if (check == "references") count = await world.Service.ScalarAsync<long>("SELECT count(*) FROM blobs");
        await world.BreakAsync(damage);
        Assert.Equal([check], await world.Service.FindingsAsync());

        var report = await world.Service.MendAsync();

        Assert.Empty(report.Findings);
        Assert.Equal([new(check, count)], report.Mended);
        await world.Service.DoctorAsync();
        Assert.Empty((await world.Service.MendAsync()).Mended);
    }

    [Theory]
    [InlineData("UPDATE blobs SET ref_count = ref_count + 5 WHERE ref_count = 2")]
    [InlineData("UPDATE drives SET used_bytes = used_bytes + 5 WHERE used_bytes > 0")]
    public async Task Counting_waits_for_who_is_about_to_commit(string damage)
    {
        await using var world = await World.StartAsync(api);
        await world.BreakAsync(damage);
        await using var uploading = await Holder.OfAsync(world.Service, """
            WITH blob AS (UPDATE blobs SET ref_count = ref_count + 1 WHERE sha256 = (SELECT b.sha256 FROM items i JOIN versions v ON v.id = i.current_version_id JOIN blobs b ON b.id = v.blob_id WHERE i.name = 'one.bin') RETURNING id, size),
            item AS (UPDATE items SET version_count = 2, next_version = 3 WHERE name = 'one.bin' RETURNING id, drive_id, created_by, mime_type),
            drive AS (UPDATE drives d SET used_bytes = used_bytes + blob.size FROM item, blob WHERE d.id = item.drive_id)
            INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
            SELECT item.id, item.drive_id, 2, blob.id, blob.size, item.mime_type, item.created_by, now() FROM item, blob
            """);

        var mending = world.Service.MendAsync();
        await Eventually.WaitForLockAsync(world.Service);
        await uploading.CommitAsync();

        Assert.Empty((await mending).Findings);
        await world.Service.DoctorAsync();
    }

    [Theory]
    [InlineData("items", "UPDATE items SET parent_id = 999999 WHERE name = 'placeholder'")]
    [InlineData("folder_paths", "UPDATE items SET parent_id = item('inner') WHERE id = item('outer')")]
    public async Task What_can_not_be_told_is_left(string check, string damage)
    {
        await using var world = await World.StartAsync(api);
        await world.BreakAsync(damage);

        var report = await world.Service.MendAsync();

        Assert.Equal(check, Assert.Single(report.Findings).Check);
        Assert.DoesNotContain(check, report.Mended.Keys);
    }

    [Fact]
    public async Task Lost_and_rotten_bytes_are_marked_and_the_next_upload_heals_them()
    {
        await using var world = await World.StartAsync(api);
        var other = TestUser.NewContent();
        await world.Alice.UploadAsync("other.bin", other);
        world.Service.Store.Delete(world.Service.Published(world.Shared).Single());
        world.Service.Store.Write(world.Service.Published(other).Single(), TestUser.NewContent());

        var left = Assert.Single((await world.Service.MendAsync()).Findings);

        Assert.Equal(("blob_bytes", 2), (left.Check, left.Count));
        Assert.All(left.Examples, e => Assert.Contains("marked as damaged", e, StringComparison.Ordinal));
        await world.Alice.UploadAsync("again.bin", world.Shared);
        await world.Alice.UploadAsync("again too.bin", other);
        await world.Service.DoctorAsync();
    }

    [Fact]
    public async Task A_mark_without_a_reason_goes_when_the_bytes_were_read_and_not_before()
    {
        await using var world = await World.StartAsync(api);
        await world.BreakAsync("UPDATE blobs SET state = 'damaged' WHERE ref_count = 2");

        Assert.Empty((await world.Service.MendAsync(deep: false)).Mended);
        Assert.Equal([new("blob_bytes", 1)], (await world.Service.MendAsync(deep: true)).Mended);

        await world.Service.DoctorAsync();
    }

    [Fact]
    public async Task In_a_store_without_anything_nothing_is_marked()
    {
        await using var world = await World.StartAsync(api);
        foreach (var name in world.Service.Store.List("blobs/")) world.Service.Store.Delete(name);

        Assert.Equal("blob_bytes", Assert.Single((await world.Service.MendAsync()).Findings).Check);

        Assert.Equal(0, await world.Service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE state = 'damaged'"));
    }

    [Fact]
    public async Task Unknown_objects_are_to_be_deleted_later_and_strange_files_never()
    {
        await using var world = await World.StartAsync(api);
        var key = "ab/abababababababababababababababababababababababababababababababab-0123456789abcdef";
        world.Service.Store.Write($"blobs/{key}", "?");
        world.Service.Store.Write($"blobs/ab/notes.txt", "?");

        var report = await world.Service.MendAsync();

        Assert.Equal([new("unknown_objects", 1)], report.Mended);
        Assert.StartsWith("ab/notes.txt", Assert.Single(Assert.Single(report.Findings).Examples), StringComparison.Ordinal);
        Assert.Equal(1, await world.Service.ScalarAsync<long>("SELECT count(*) FROM blob_deletions WHERE key = $1 AND store = (SELECT max(store) FROM blobs) AND due_at > now() + interval '4 minutes'", key));
        Assert.True(world.Service.Store.Exists($"blobs/{key}"));
    }

    [Fact]
    public async Task Only_administrators_may_ask()
    {
        var alice = await api.NewUserAsync();

        await (await alice.GetAsync("/v1/admin/doctor")).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
    }
}
