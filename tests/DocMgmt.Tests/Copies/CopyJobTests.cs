using System.Net;
using DocMgmt.Tests.Harness;

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
        Assert.Equal(LargeFolder.Files, Directory.GetFiles(Path.Combine(service.DataDirectory, "blobs"), "*", SearchOption.AllDirectories).Length);
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
        await HalfAsync(service, job);

        var made = await service.ScalarAsync<long[]>("SELECT array_agg(made_id) FROM job_items WHERE made_id IS NOT NULL");
        Assert.True(made!.Length >= 500);
        foreach (var id in made.Where((_, n) => n % 50 == 0)) await (await alice.GetAsync($"/v1/items/{id}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.DeleteAsync($"/v1/trash/{made[0]}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(await alice.TrashedAsync());
        Assert.Equal(["big"], (await alice.GetJsonAsync("/v1/items")).GetProperty("data").EnumerateArray().Select(i => i.Text("item_name")));
        await service.RunJobAsync("trash-expiry", all: true);
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
        await HalfAsync(service, job);
        Assert.True(bytes < await big.Owner.UsedBytesAsync());

        Assert.Equal(HttpStatusCode.Accepted, (await big.Owner.CancelAsync(job)).StatusCode);
        await half.CommitAsync();

        Assert.Equal("cancelled", (await big.Owner.EndOfJobAsync(job)).Text("state"));
        await NothingIsLeftAsync(big, bytes, items);
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
        Assert.Equal(2 * LargeFolder.Files, ended.Errors().Count);
        Assert.Equal(56 * big.Contents.Sum(c => c.Length), await bob.UsedBytesAsync());
        await service.DoctorAsync();
    }

    public static TheoryData<string> Losses => ["place trashed", "write taken away", "source taken away", "signed out everywhere", "disabled", "name taken", "quota"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_copy_that_comes_to_nothing_says_why_and_leaves_nothing(string loss)
    {
        await using var service = await api.StartAsync();
        var (big, bob) = (await LargeFolder.MakeAsync(service), await service.NewUserAsync());
        var place = await big.Owner.CreateFolderAsync("place");
        await service.GrantAsync(big.Id, bob, 1);
        await service.GrantAsync(place, bob, 2);
        await using var half = await big.HoldHalfAsync();
        var (bytes, items) = (await big.Owner.UsedBytesAsync(), await service.ScalarAsync<long>("SELECT count(*) FROM items"));
        var job = await big.CopyAsync(bob, new { parent_id = place, item_name = "copy" });
        await HalfAsync(service, job);

        switch (loss)
        {
            case "place trashed": await big.Owner.TrashAsync(place); break;
            case "write taken away": await service.RevokeAsync(place, bob); break;
            case "source taken away": await service.RevokeAsync(big.Id, bob); break;
            case "signed out everywhere": await service.ExecuteAsync("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", bob.Id); break;
            case "disabled": await service.DisableAsync(bob); break;
            case "name taken":
                await big.Owner.CreateFolderAsync("copy", place);
                items++;
                break;
            default: await service.ExecuteAsync("UPDATE drives SET quota_bytes = used_bytes WHERE owner_id = $1", big.Owner.Id); break;
        }

        await half.CommitAsync();
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<bool>("SELECT finished_at IS NOT NULL FROM jobs WHERE id = $1", job));

        var (state, errors) = (await service.ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", job), await service.ScalarAsync<string[]>("SELECT errors FROM jobs WHERE id = $1", job));
        if (loss == "source taken away")
        {
            Assert.Equal("succeeded", state);
            return; // what it had come to was copied, the rest is reported
        }

        Assert.Equal("failed", state);
        Assert.DoesNotContain("Exception", Assert.Single(errors!), StringComparison.Ordinal);
        await NothingIsLeftAsync(big, bytes, items);
    }

    [Fact]
    public async Task A_node_that_was_taken_for_dead_leaves_its_copy_to_the_next_one()
    {
        var database = await api.MigratedDatabaseAsync();
        await using var first = await TestService.StartAsync(database);
        var big = await LargeFolder.MakeAsync(first);
        await using var half = await big.HoldHalfAsync();
        var job = await big.CopyAsync();
        await HalfAsync(first, job);

        await first.ExecuteAsync("UPDATE jobs SET state = 'queued' WHERE id = $1", job); // as after a minute of silence
        await using var second = await TestService.StartAsync(database);
        await Eventually.IsTrueAsync(async () => await first.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", job) == 2);
        await half.CommitAsync();

        Assert.Equal(LargeFolder.Items + 1, (await big.Owner.EndOfJobAsync(job)).Count("copied"));
        Assert.Equal(LargeFolder.Items + 1, await first.ScalarAsync<long>(MadeBy, job));
        await first.DoctorAsync();
    }

    [Fact]
    public async Task A_node_that_stops_leaves_its_copy_to_the_next_one()
    {
        var database = await api.MigratedDatabaseAsync();
        var first = await TestService.StartAsync(database);
        var big = await LargeFolder.MakeAsync(first);
        var half = await big.HoldHalfAsync();
        var job = await big.CopyAsync();
        await HalfAsync(first, job);

        var stopping = first.StopAsync();
        await half.CommitAsync();
        await stopping;
        await half.DisposeAsync();
        await using var second = await TestService.StartAsync(database);

        await Eventually.IsTrueAsync(async () => await second.ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", job) == "succeeded");
        Assert.Equal(2, await second.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", job));
        Assert.Equal(LargeFolder.Items + 1, await second.ScalarAsync<long>(MadeBy, job));
        await first.DisposeAsync();
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

    private const string MadeBy = """
        SELECT 1 + (SELECT count(*) FROM folders top JOIN folders f ON starts_with(f.path, top.path) JOIN items i ON i.parent_id = f.id WHERE top.id = j.item_id) FROM jobs j WHERE j.id = $1
        """;

    /// <summary>Waits until the job's first things are made and it can't go on.</summary>
    private static async Task HalfAsync(TestService service, long job)
    {
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<int>("SELECT position FROM jobs WHERE id = $1", job) >= 500);
        await Eventually.WaitForLockAsync(service);
    }

    private static async Task NothingIsLeftAsync(LargeFolder big, long bytes, long items)
    {
        await Eventually.IsTrueAsync(async () => await big.Service.ScalarAsync<long>("SELECT count(*) FROM items WHERE purging_at IS NOT NULL") == 0);
        Assert.Equal(items, await big.Service.ScalarAsync<long>("SELECT count(*) FROM items"));
        Assert.Equal(bytes, await big.Owner.UsedBytesAsync());
        Assert.Equal((58, 58), await big.Service.ReferencesAsync(big.Contents[0]));
        Assert.Equal(0, await big.Service.ScalarAsync<long>("SELECT count(*) FROM job_items"));
        await big.Service.DoctorAsync();
    }
}
