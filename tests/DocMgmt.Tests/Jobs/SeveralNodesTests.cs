using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace DocMgmt.Tests.Jobs;

/// <summary>Nodes on one database share the jobs.</summary>
public class SeveralNodesTests(Api api)
{
    [Fact]
    public async Task A_run_is_one_nodes_and_all_nodes_see_it()
    {
        var (database, runs) = (await api.MigratedDatabaseAsync(), 0);
        var counting = StandInJob.Add((_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        });
        await using var first = await TestService.StartAsync(database, counting);
        await using var second = await TestService.StartAsync(database, counting);

        var jobs = await Task.WhenAll(first.RunToEndAsync("stand-in"), second.RunToEndAsync("stand-in"), second.RunToEndAsync("stand-in"));

        Assert.Equal(3, runs);
        var admin = await first.AdministratorAsync();
        foreach (var job in jobs) Assert.Equal("succeeded", (await admin.JobAsync(job.Id())).Text("state"));
    }

    [Fact]
    public async Task The_run_of_a_node_that_died_is_continued_by_another_one()
    {
        var (database, goesOn, gate, never) = (await api.MigratedDatabaseAsync(), new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var survivor = await TestService.StartAsync(database, services => Quick(services, (run, _) =>
        {
            run.Count("things", 1);
            goesOn.SetResult();
            return gate.Task;
        }));
        await (await SchedulerOf(survivor)).Standby(); // the other one is to take the run
        var victim = await TestService.StartAsync(database, services => Quick(services, (_, _) => never.Task));
        var job = await victim.StartRunAsync("stand-in");

        await KillAsync(victim);
        await (await SchedulerOf(survivor)).Start();

        await goesOn.Task.WaitAsync(TimeSpan.FromSeconds(20));
        never.SetResult();
        await victim.DisposeAsync(); // it comes back, and has nothing to say
        var admin = await survivor.AdministratorAsync();
        Assert.Equal("running", (await admin.JobAsync(job)).Text("state"));
        gate.SetResult();
        await Eventually.IsTrueAsync(async () => (await admin.JobAsync(job)).Text("state") == "succeeded");
        Assert.Equal(1, (await admin.JobAsync(job)).Count("things"));
    }

    private static void Quick(IServiceCollection services, Func<DocMgmt.Drive.Jobs.JobRun, CancellationToken, Task> work)
    {
        StandInJob.Add(work)(services);
        services.PostConfigureAll<ClusteringOptions>(o => (o.CheckinInterval, o.CheckinMisfireThreshold) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
    }

    /// <summary>As the others see a death: its scheduler checks in no more. What it runs goes on, as on a node that was only cut off.</summary>
    private static async Task KillAsync(TestService service) => await (await SchedulerOf(service)).Shutdown(waitForJobsToComplete: false);

    private static async Task<IScheduler> SchedulerOf(TestService service) => await service.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
}
