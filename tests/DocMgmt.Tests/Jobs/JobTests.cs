using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Jobs;

/// <summary>Jobs as those see and cancel them who may.</summary>
public class JobTests(Api api)
{
    [Fact]
    public async Task Maintenance_is_shown_to_administrators_and_to_nobody_else()
    {
        var (alice, admin) = (await api.NewUserAsync(), await api.Service.AdministratorAsync());
        var job = (await api.Service.RunToEndAsync("expired-grants")).Id();

        Assert.Equal(job, (await admin.JobAsync(job)).Id());
        await (await alice.GetAsync($"/v1/jobs/{job}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.SendAsync(HttpMethod.Delete, $"/v1/jobs/{job}", null, null)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await admin.GetAsync("/v1/jobs/0")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task What_a_user_asked_for_is_theirs_alone()
    {
        var (alice, bob, admin) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.Service.AdministratorAsync());
        var job = await api.Service.QueueJobAsync(alice);

        foreach (var stranger in new[] { bob, admin })
        {
            await (await stranger.GetAsync($"/v1/jobs/{job}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
            await (await stranger.SendAsync(HttpMethod.Delete, $"/v1/jobs/{job}", null, null)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal("queued", (await alice.JobAsync(job)).Text("state"));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_ends_at_its_next_batch_and_shows_what_it_did()
    {
        await using var service = await api.StartAsync(StandInJob.Add(async (run, ct) =>
        {
            run.Count("things", 3);
            await Task.Delay(Timeout.Infinite, ct);
        }));
        var admin = await service.AdministratorAsync();
        var job = await service.StartRunAsync("stand-in");

        await CancelAsync(admin, job, HttpStatusCode.Accepted);

        await Eventually.IsTrueAsync(async () => (await admin.JobAsync(job)).Text("state") == "cancelled");
        var ended = await CancelAsync(admin, job, HttpStatusCode.OK);
        Assert.Equal(("cancelled", 3), (ended.Text("state"), ended.Count("things")));
        Assert.Empty(ended.GetProperty("errors").EnumerateArray());
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_its_turn_never_begins()
    {
        var (runs, first) = (0, new TaskCompletionSource());
        await using var service = await api.StartAsync(StandInJob.Add((_, _) => ++runs == 1 ? first.Task : Task.CompletedTask));
        var admin = await service.AdministratorAsync();
        await service.StartRunAsync("stand-in");
        var waiting = admin.RunAsync("stand-in");
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'queued'") == 1);

        await CancelAsync(admin, await service.ScalarAsync<long>("SELECT id FROM jobs WHERE state = 'queued'"), HttpStatusCode.OK);
        Assert.Equal("cancelled", (await (await waiting).SucceededAsync()).Text("state"));
        first.SetResult();
        await service.RunToEndAsync("stand-in");

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_job_that_is_over_stays_what_it_is()
    {
        var (admin, job) = (await api.Service.AdministratorAsync(), (await api.Service.RunToEndAsync("expired-grants")).Id());

        Assert.Equal("succeeded", (await CancelAsync(admin, job, HttpStatusCode.OK)).Text("state"));
    }

    private static async Task<System.Text.Json.JsonElement> CancelAsync(TestUser user, long job, HttpStatusCode status)
    {
        var response = await user.SendAsync(HttpMethod.Delete, $"/v1/jobs/{job}", null, null);
        Assert.Equal(status, response.StatusCode);
        return await response.JsonAsync();
    }
}
