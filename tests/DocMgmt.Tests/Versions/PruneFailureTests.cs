using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Versions;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DocMgmt.Tests.Versions;

/// <summary>What fails for the moment is left to the next run, and does not end this one for all, unless all fails.</summary>
public class PruneFailureTests(Api api)
{
    [Fact]
    public async Task What_others_are_busy_with_for_long_does_not_end_the_run_for_all()
    {
        await using var service = await StartAsync(lockTimeout: "300ms");
        var files = new List<long>();
        foreach (var user in new[] { await service.NewUserAsync(), await service.NewUserAsync() })
        {
            files.Add(await user.UploadManyAsync("a", null, 3));
            await (await user.SetPolicyAsync(await service.RootAsync(user), new { keep_newest = 1 })).SucceededAsync();
        }

        await using var busy = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(drive_id) FROM items WHERE id = $1", files[0]);
        var job = await service.RunToEndAsync("version-pruning");

        Assert.Equal(("succeeded", 2), (job.Text("state"), job.Count("pruned")));
        Assert.Single(job.Errors());
        Assert.Equal([3], await service.NumbersAsync(files[1]));
        Assert.Equal([1, 2, 3], await service.NumbersAsync(files[0]));
    }

    [Fact]
    public async Task A_drive_that_is_busy_as_a_whole_is_left_before_all_its_folders_have_waited()
    {
        await using var service = await StartAsync(lockTimeout: "20ms");
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        for (var n = 0; n < 25; n++) await alice.UploadManyAsync("a", await alice.CreateFolderAsync($"{n}"), 2);
        var file = await bob.UploadManyAsync("a", null, 3);
        foreach (var user in new[] { alice, bob })
            await (await user.SetPolicyAsync(await service.RootAsync(user), new { keep_newest = 1 })).SucceededAsync();
        await using var busy = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(id) FROM drives WHERE owner_id = $1", alice.Id);

        var job = await service.RunToEndAsync("version-pruning");

        Assert.Equal(("succeeded", 2, 20 + 1), (job.Text("state"), job.Count("pruned"), job.Errors().Count));
        Assert.Equal([3], await service.NumbersAsync(file));
    }

    [Fact]
    public async Task A_database_that_answers_nothing_more_ends_the_run()
    {
        await using var service = await StartAsync(lockTimeout: "20ms");
        var alice = await service.NewUserAsync();
        for (var n = 0; n < 25; n++)
            await (await alice.SetPolicyAsync(await alice.CreateFolderAsync($"{n}"), new { keep_newest = 1 })).SucceededAsync();
        var run = new JobRun(all: false);
        await using var scope = service.Services.GetRequiredService<JobLife>().NewScope();
        await using var busy = await Holder.OfAsync(service, "LOCK TABLE items IN ACCESS EXCLUSIVE MODE");

        var pruning = scope.ServiceProvider.GetRequiredService<Pruning>();
        await Assert.ThrowsAnyAsync<PostgresException>(() => pruning.RunAsync(run, CancellationToken.None));

        Assert.Equal(20, run.Progress().Errors.Count);
    }

    private async Task<TestService> StartAsync(string lockTimeout) =>
        await TestService.StartAsync($"{await api.MigratedDatabaseAsync()};Options=-c lock_timeout={lockTimeout}");
}
