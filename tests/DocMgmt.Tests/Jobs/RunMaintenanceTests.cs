using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Jobs;

public class RunMaintenanceTests(Api api)
{
    [Fact]
    public async Task A_run_answers_what_it_did()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        await alice.SendAsync("a.bin", TestUser.NewContent());
        await service.ExecuteAsync("UPDATE uploads SET expires_at = now()");
        service.AgeStaging();

        var job = await service.RunToEndAsync("stale-uploads");

        Assert.Equal(("stale-uploads", "succeeded", 2), (job.Text("kind"), job.Text("state"), job.GetProperty("done").GetInt64()));
        Assert.Equal((1, 0, 1), (job.Count("uploads"), job.Count("answers"), job.Count("staged")));
        Assert.Empty(job.GetProperty("errors").EnumerateArray());
        Assert.True(job.GetProperty("finished_at").GetDateTime() >= job.GetProperty("started_at").GetDateTime());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_is_told_to_the_job(bool? all)
    {
        var told = new TaskCompletionSource<bool>();
        await using var service = await api.StartAsync(StandInJob.Add((run, _) =>
        {
            told.SetResult(run.All);
            return Task.CompletedTask;
        }));

        await service.RunToEndAsync("stand-in", new { all });

        Assert.Equal(all ?? false, await told.Task);
    }

    [Fact]
    public async Task An_unknown_job_is_answered_with_those_that_there_are()
    {
        var admin = await api.Service.AdministratorAsync();

        var problem = await (await admin.RunAsync("no-such-job")).IsProblemAsync(HttpStatusCode.NotFound, "job_unknown");

        Assert.Contains("integrity-scrub", problem.GetProperty("jobs").EnumerateArray().Select(j => j.GetString()));
        Assert.Contains("integrity-scrub", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_half_a_minute_is_left_to_itself()
    {
        var wait = new TaskCompletionSource();
        await using var service = await api.StartAsync(StandInJob.Add((run, _) => wait.Task));
        var admin = await service.AdministratorAsync();

        var asking = admin.RunAsync("stand-in");
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'running'") == 1);
        service.Clock.Advance(TimeSpan.FromSeconds(31));
        var response = await asking;

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = await admin.GetJsonAsync(response.Headers.Location!.ToString());
        Assert.Equal((await response.JsonAsync()).Id(), job.Id());
        Assert.Equal("running", job.Text("state"));
        wait.SetResult();
        await Eventually.IsTrueAsync(async () => (await admin.JobAsync(job.Id())).Text("state") == "succeeded");
    }

    [Fact]
    public async Task Of_one_job_one_runs_at_a_time()
    {
        var (running, most) = (0, 0);
        await using var service = await api.StartAsync(StandInJob.Add(async (_, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(50, ct);
            Interlocked.Decrement(ref running);
        }));

        var jobs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.RunToEndAsync("stand-in")));

        Assert.Equal(1, most);
        Assert.Equal(4, jobs.Select(j => j.Id()).Distinct().Count());
        Assert.All(jobs, j => Assert.Equal("succeeded", j.Text("state")));
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_run()
    {
        var runs = 0;
        await using var service = await api.StartAsync(StandInJob.Add((_, _) =>
        {
            runs++;
            return Task.CompletedTask;
        }));
        var admin = await service.AdministratorAsync();

        var first = await (await admin.RunAsync("stand-in", idempotencyKey: "once")).SucceededAsync();
        var again = await (await admin.RunAsync("stand-in", idempotencyKey: "once")).SucceededAsync();
        await service.RunToEndAsync("stand-in"); // after whatever the second one may have set off

        Assert.Equal((first.Id(), "succeeded"), (again.Id(), again.Text("state")));
        Assert.Equal(2, runs);
    }
}
