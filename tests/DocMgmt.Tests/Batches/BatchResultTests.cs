using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Batches;

/// <summary>What operations of a batch leave behind: events, and jobs for what is too much for a request.</summary>
public class BatchResultTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Every_operation_leaves_the_event_that_it_leaves_by_itself()
    {
        var alice = await api.NewUserAsync();
        var (a, b) = ((await alice.UploadAsync("a", content)).Id(), (await alice.UploadAsync("b", content)).Id());

        var (_, id) = await alice.Http.AskAsync(HttpMethod.Post, "/v1/batch", new
        {
            operations = new object[] { new { op = "delete", item_id = a }, new { op = "delete", item_id = a }, new { op = "move", item_id = b, parent_id = (long?)null, item_name = "c" } },
        });

        Assert.Equal([("delete", a), ("move", b)], (await api.Service.EventsAsync(id)).Select(e => (e.Action, e.ItemId!.Value)));
    }

    [Fact]
    public async Task Where_no_job_can_be_had_only_what_needs_one_fails()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (gone, lost, file) = ((await alice.UploadAsync("a", content)).Id(), (await alice.UploadAsync("b", content)).Id(), (await alice.UploadAsync("c", content)).Id());
        foreach (var item in new[] { gone, lost }) await alice.TrashAsync(item);
        await service.ExecuteAsync("""
            INSERT INTO jobs (kind, maintenance, user_id, state, created_at) SELECT 'of no node', false, $1, 'queued', now() FROM generate_series(1, 20)
            """, alice.Id);
        object[] operations = [new { op = "purge", item_id = gone }, new { op = "purge", item_id = lost }, new { op = "star", item_id = file }];

        Assert.Equal(["409 too_many_jobs", "409 too_many_jobs", "200"], (await alice.BatchAsync(operations).ResultsAsync()).Select(r => r.Outcome()));
        Assert.Equal(0, (await (await alice.BatchAsync(operations, atomic: true)).IsProblemAsync(HttpStatusCode.Conflict, "too_many_jobs")).GetProperty("operation").GetInt32());
        Assert.Equal(2, (await alice.TrashedAsync()).Count);
    }

    [Fact]
    public async Task A_folder_that_takes_a_job_to_copy_is_not_copied_in_a_batch_that_deletes_it()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("big");
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT i.drive_id, i.id, 'file', 'f' || n, 'f' || n, 0, $2, now(), now() FROM items i, generate_series(1, 1000) n WHERE i.id = $1
            """, folder, alice.Id);

        var refused = await alice.BatchAsync([new { op = "copy", item_id = folder, item_name = "copy" }, new { op = "delete", item_id = folder }], atomic: true);

        await refused.IsProblemAsync((HttpStatusCode)422, "too_large_for_batch");
        Assert.Equal("owner", await alice.LevelAsync(folder));
    }
}
