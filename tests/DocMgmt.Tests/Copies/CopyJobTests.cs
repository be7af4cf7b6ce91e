using System.Net;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using DocMgmt.Tests.Harness;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Copies;

/// <summary>A large folder is copied by a job: all of it or nothing is seen, and nothing of a copy that comes to nothing is left.</summary>
public class CopyJobTests(Api api)
{
    [Fact]
    public async Task A_large_copy_is_whole_when_its_job_is_done()
    {
        await using var service = await api.StartAsync();
        var big = await LargeFolder.MakeAsync(service);
        var alice = big.Owner;

        var job = await alice.EndOfJobAsync(await big.CopyAsync());

        Assert.Equal([], job.Errors());
        Assert.Equal(("succeeded", "copy", LargeFolder.Items, LargeFolder.Items), (job.Text("state"), job.Text("kind"), job.GetProperty("done").GetInt32(), job.GetProperty("total").GetInt32()));
        Assert.Equal(LargeFolder.Items, job.Count("copied"));
        var copy = await alice.GetJsonAsync("/v1/items/by-path?path=/copy");
        Assert.Equal(job.GetProperty("item_id").GetInt64(), copy.Id());
        for (var n = 0; n < 58; n += 19)
        {
            for (var file = 0; file < LargeFolder.Files; file += 7)
                Assert.Equal(big.Contents[file], await alice.DownloadAsync((await alice.GetJsonAsync($"/v1/items/by-path?path=/copy/part {n}/{file}")).Id()));
        }

        Assert.Equal(2 * big.Bytes, await alice.UsedBytesAsync());
        Assert.Equal((58 * 2, 58 * 2), await service.ReferencesAsync(big.Contents[0]));
        Assert.Equal(LargeFolder.Files, service.Store.List("blobs/").Length);
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'copy' AND item_id = $1 AND user_id = $2", copy.Id(), alice.Id));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM job_items"));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", alice.Id));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Half_a_copy_is_seen_by_nobody_and_purged_by_nobody()
    {
        await using var service = await api.StartAsync();
        var big = await LargeFolder.MakeAsync(service);
        var alice = big.Owner;
        await using var half = await big.HoldHalfAsync();

        var job = await big.CopyAsync();
        await big.HalfAsync(job);

        var made = await service.ScalarAsync<long[]>("SELECT array_agg(made_id) FROM job_items WHERE made_id IS NOT NULL");
        Assert.True(made!.Length >= 500);
        foreach (var id in made.Where((_, n) => n % 50 == 0)) await (await alice.GetAsync($"/v1/items/{id}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.DeleteAsync($"/v1/trash/{made[0]}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(await alice.TrashedAsync());
        Assert.Equal(["big"], (await alice.GetJsonAsync("/v1/items")).GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));
        await service.RunJobAsync("trash-expiry", all: true);
        await AssertNoPurgeAsync(service, made[0]);
        await service.DoctorAsync();

        await half.CommitAsync();
        Assert.Equal(LargeFolder.Items + 1, (await alice.EndOfJobAsync(job)).Count("copied"));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_copy_that_is_cancelled_leaves_nothing()
    {
        await using var service = await api.StartAsync();
        var big = await LargeFolder.MakeAsync(service);
        await using var half = await big.HoldHalfAsync();
        var (bytes, items) = (await big.Owner.UsedBytesAsync(), await service.ScalarAsync<long>("SELECT count(*) FROM items"));
        var job = await big.CopyAsync();
        await big.HalfAsync(job);
        Assert.True(bytes < await big.Owner.UsedBytesAsync());

        Assert.Equal(HttpStatusCode.Accepted, (await big.Owner.CancelAsync(job)).StatusCode);
        await half.CommitAsync();

        Assert.Equal("cancelled", (await big.Owner.EndOfJobAsync(job)).Text("state"));
        await big.NothingIsLeftAsync(bytes, items);
    }

    [Fact]
    public async Task What_vanishes_meanwhile_is_skipped_and_reported()
    {
        await using var service = await api.StartAsync();
        var (big, bob) = (await LargeFolder.MakeAsync(service), await service.NewUserAsync());
        await service.GrantAsync(big.Id, bob, 1);
        await using var first = await big.HoldAsync();
        var job = await big.CopyAsync(bob);
        await Eventually.WaitForLockAsync(service); // the first batch has its things
        await big.Owner.TrashAsync(big.Parts[50]);
        await big.Owner.MoveAsync(big.Parts[51], await service.RootAsync(big.Owner));
        await first.CommitAsync();

        var ended = await bob.EndOfJobAsync(job);

        Assert.Equal(("succeeded", 2 * LargeFolder.Files), (ended.Text("state"), ended.Count("skipped")));
        Assert.Equal(LargeFolder.Items, ended.GetProperty("done").GetInt32());
        Assert.Equal($"Skipped, because they are gone, in the trash, or nothing that you may see any more: {2 * LargeFolder.Files} of {LargeFolder.Items} items.", Assert.Single(ended.Errors()));
        Assert.Equal(56 * big.Contents.Sum(c => c.Length), await bob.UsedBytesAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Who_piles_up_jobs_is_stopped()
    {
        await using var service = await api.StartAsync();
        var (big, before) = (await LargeFolder.MakeAsync(service), 0L);
        for (var n = 0; n < 20; n++) before = await service.QueueJobAsync(big.Owner);

        await (await big.Owner.CopyAsync(big.Id, new { item_name = "copy" })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_jobs");
        await service.ExecuteAsync("UPDATE jobs SET state = 'failed', finished_at = now() WHERE id = $1", before);

        await big.CopyAsync();
    }

    /// <summary>Neither what looks for purges to go on with finds it, nor does going on with it do anything.</summary>
    private static async Task AssertNoPurgeAsync(TestService service, long root)
    {
        await using var scope = service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        var (mediator, before) = (scope.ServiceProvider.GetRequiredService<IMediator>(), await service.ScalarAsync<long>("SELECT count(*) FROM items"));
        Assert.Equal(root, await service.ScalarAsync<long>("SELECT id FROM items WHERE purging_at IS NOT NULL"));

        Assert.Empty(await mediator.Send(new FindPurging.Query(0, 10)));
        await mediator.Send(new ContinuePurge.Command(root));

        Assert.Equal(before, await service.ScalarAsync<long>("SELECT count(*) FROM items"));
    }
}
