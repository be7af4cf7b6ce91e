using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>What is too much for one request is purged by a job: all that was on its list, in the state that it had then, and nothing else.</summary>
public class PurgeJobTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task An_emptied_trash_is_empty_and_gives_everything_back()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        var (nested, nestedFolder) = ((await alice.UploadAsync("nested", content, folder)).Id(), await alice.CreateFolderAsync("nested folder", folder));
        foreach (var place in new[] { nestedFolder, await alice.CreateFolderAsync("inner", folder) }) await alice.UploadAsync("f", content, place);
        var live = (await alice.UploadAsync("live", content)).Id();
        await bob.TrashAsync((await bob.UploadAsync("bob's", content)).Id());
        foreach (var item in new[] { nested, nestedFolder, folder, (await alice.UploadAsync("g", content)).Id() }) await alice.TrashAsync(item);

        var job = await alice.PurgeAllAsync();

        Assert.Equal(("succeeded", "purge", 4, 4), (job.Text("state"), job.Text("kind"), job.GetProperty("done").GetInt32(), job.GetProperty("total").GetInt32()));
        Assert.Equal((4, 0), (job.Count("purged"), job.Errors().Count));
        Assert.Empty(await alice.TrashedAsync());
        Assert.Equal(content, await alice.DownloadAsync(live));
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        Assert.Equal((2, 2), await service.ReferencesAsync(content));
        Assert.Single(await bob.TrashedAsync());
        Assert.Equal(4, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'purge' AND user_id = $1 AND CAST(metadata->>'job_id' AS bigint) = $2", alice.Id, job.Id()));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM job_items"));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_is_restored_changed_or_put_there_meanwhile_stays()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var files = new List<long>();
        for (var n = 0; n < 4; n++) files.Add((await alice.UploadAsync($"{n}", content)).Id());
        var (folder, again) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("again"));
        foreach (var item in new[] { files[0], files[1], files[2], folder, again }) await alice.TrashAsync(item);
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM items WHERE id = $1 FOR UPDATE", files[0]);

        var job = await alice.DeleteAsync("/v1/trash").QueuedAsync();
        await Eventually.WaitForLockAsync(service); // it has its first things
        await (await alice.RestoreAsync(files[1])).SucceededAsync();
        await (await alice.RestoreAsync(files[2])).SucceededAsync();
        await alice.TrashAsync(files[2]);
        await (await alice.RestoreAsync(folder)).SucceededAsync();
        await (await alice.RestoreAsync(again)).SucceededAsync();
        await alice.TrashAsync(again);
        await alice.TrashAsync(files[3]);
        await holder.CommitAsync();

        var ended = await alice.EndOfJobAsync(job);
        Assert.Equal(("succeeded", 1, 4), (ended.Text("state"), ended.Count("purged"), ended.Count("skipped")));
        Assert.Equal("Skipped, because they are gone already, or were restored or changed since: 4 of 5 items.", Assert.Single(ended.Errors()));
        Assert.Equal(new[] { files[2], files[3], again }.Order(), (await alice.TrashedAsync()).Select(t => t.Id()).Order());
        Assert.Equal(content, await alice.DownloadAsync(files[1]));
        Assert.Equal(3 * content.Length, await alice.UsedBytesAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Chosen_ones_go_and_no_others()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var files = new List<long>();
        for (var n = 0; n < 3; n++) files.Add((await alice.UploadAsync($"{n}", content)).Id());
        var (live, bobs) = ((await alice.UploadAsync("live", content)).Id(), (await bob.UploadAsync("bob's", content)).Id());
        foreach (var file in files) await alice.TrashAsync(file);
        await bob.TrashAsync(bobs);

        foreach (var wrong in new[] { live, bobs, long.MaxValue })
        {
            var refused = await (await alice.PostAsync("/v1/trash/purge", new { item_ids = new[] { files[0], wrong } })).IsProblemAsync(HttpStatusCode.Conflict, "not_in_trash");
            Assert.Equal(["item_ids[1]"], refused.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        }

        foreach (var ids in new[] { [], Enumerable.Range(1, 1_001).Select(n => (long)n).ToArray(), null! })
            await (await alice.PostAsync("/v1/trash/purge", new { item_ids = ids })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE NOT maintenance"));

        Assert.Equal(2, (await alice.PurgeAllAsync(files[0], files[2], files[0])).Count("purged"));

        Assert.Equal([files[1]], (await alice.TrashedAsync()).Select(t => t.Id()));
        await service.DoctorAsync();
    }
}
