using System.Net;
using DocMgmt.Tests.Copies;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>How a purge by a job comes to its end: cancelled, with locks in the way, or on another node.</summary>
public class PurgeJobEndTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task A_cancelled_job_leaves_the_rest_in_the_trash()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (file, folder) = ((await alice.UploadAsync("f", content)).Id(), await alice.CreateFolderAsync("F"));
        await alice.TrashAsync(file);
        await alice.TrashAsync(folder);
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", file);
        var job = await alice.DeleteAsync("/v1/trash").QueuedAsync();
        await Eventually.WaitForLockAsync(service);

        await alice.CancelAsync(job);
        await holder.CommitAsync();

        var ended = await alice.EndOfJobAsync(job);
        Assert.Equal(("cancelled", 1), (ended.Text("state"), ended.GetProperty("counts").TryGetProperty("purged", out var purged) ? purged.GetInt32() : 1));
        await (await alice.RestoreAsync(folder)).SucceededAsync();
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_a_cancelled_job_had_begun_is_deleted_to_its_end()
    {
        await using var service = await api.StartAsync();
        var big = await LargeFolder.MakeAsync(service);
        var alice = big.Owner;
        await alice.TrashAsync(big.Id);
        await using var place = await Holder.OfAsync(service, "SELECT 1 FROM folders WHERE id = $1 FOR UPDATE", await service.RootAsync(alice)); // only who goes on comes here
        await using var part = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", big.Parts[0]); // folders go last
        var job = await alice.DeleteAsync($"/v1/trash/{big.Id}").QueuedAsync();
        await Eventually.WaitForLockAsync(service);

        await alice.CancelAsync(job);
        await place.CommitAsync();

        var ended = await alice.EndOfJobAsync(job);
        Assert.Equal(("cancelled", "What this had begun to delete is deleted to its end."), (ended.Text("state"), Assert.Single(ended.Errors())));
        await part.CommitAsync();
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE purging_at IS NOT NULL") == 0);
        Assert.Equal(0, await alice.UsedBytesAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Folders_go_with_their_drive_alone_and_files_without_it()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (file, folder) = ((await alice.UploadAsync("f", content)).Id(), await alice.CreateFolderAsync("F"));
        await alice.TrashAsync(file);
        await alice.TrashAsync(folder);
        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock_shared(drive_id) FROM items WHERE id = $1", folder);

        var job = await alice.DeleteAsync("/v1/trash").QueuedAsync();
        await Eventually.WaitForLockAsync(service);
        Assert.Equal([folder], (await alice.TrashedAsync()).Select(t => t.Id()));
        await holder.CommitAsync();

        Assert.Equal(2, (await alice.EndOfJobAsync(job)).Count("purged"));
    }

    [Fact]
    public async Task A_large_folder_goes_by_a_job_that_another_node_ends()
    {
        var database = await api.MigratedDatabaseAsync();
        await using var first = await TestService.StartAsync(database);
        var big = await LargeFolder.MakeAsync(first);
        var alice = big.Owner;
        await alice.TrashAsync(big.Id);
        await using var place = await Holder.OfAsync(first, "SELECT 1 FROM folders WHERE id = $1 FOR UPDATE", await first.RootAsync(alice)); // only who goes on comes here

        var job = await alice.DeleteAsync($"/v1/trash/{big.Id}").QueuedAsync();
        await Eventually.WaitForLockAsync(first);
        Assert.Empty(await alice.TrashedAsync());
        await (await alice.GetAsync($"/v1/trash/{big.Id}/children")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        var (left, storage) = (await alice.UsedBytesAsync(), await (await first.AdministratorAsync()).GetJsonAsync("/v1/admin/storage"));
        Assert.InRange(left, 1, big.Bytes - 1);
        Assert.Equal((left, 1, 0), (storage.GetProperty("purging_bytes").GetInt64(), storage.GetProperty("purging_items").GetInt64(), storage.GetProperty("trash_bytes").GetInt64()));
        await using var other = await Holder.OfAsync(first, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", big.Id); // somebody else is at it
        await place.CommitAsync();
        await Eventually.WaitForLockAsync(first);
        await first.ExecuteAsync("UPDATE jobs SET state = 'queued' WHERE id = $1", job); // as after a minute of silence
        await using var second = await TestService.StartAsync(database);
        await Eventually.IsTrueAsync(async () => await first.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", job) == 2);
        await Eventually.WaitForLockAsync(first);
        Assert.Equal("running", (await alice.JobAsync(job)).Text("state"));
        await other.CommitAsync();

        var ended = await alice.EndOfJobAsync(job);
        Assert.Equal(("succeeded", 1), (ended.Text("state"), ended.Count("purged")));
        Assert.Equal(0, await first.ScalarAsync<long>("SELECT count(*) FROM items WHERE purging_at IS NOT NULL"));
        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Equal((0, 0), await first.ReferencesAsync(big.Contents[0]));
        await first.DoctorAsync();
    }
}
