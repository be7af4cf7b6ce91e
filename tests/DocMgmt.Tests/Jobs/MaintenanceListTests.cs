using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Jobs;

public class MaintenanceListTests(Api api)
{
    [Fact]
    public async Task Every_job_is_listed_with_what_it_does_and_when_it_runs_next()
    {
        await using var service = await api.StartAsync();
        var admin = await service.AdministratorAsync();

        var jobs = (await admin.GetJsonAsync("/v1/admin/jobs")).EnumerateArray().ToDictionary(j => j.Text("name"), StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(["expired-grants", "integrity-scrub", "stale-uploads"], StringComparer.Ordinal), jobs.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.All(jobs.Values, j => Assert.NotEmpty(j.Text("description")));
        Assert.All(jobs.Values, j => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (j.GetProperty("running").ValueKind, j.GetProperty("last_run").ValueKind)));
        Assert.Equal("every 15 minutes", jobs["stale-uploads"].Text("schedule"));
        Assert.InRange(Next("stale-uploads"), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
        Assert.Equal("daily between 03:00 and 04:00 UTC", jobs["integrity-scrub"].Text("schedule"));
        Assert.Equal(3, jobs["integrity-scrub"].GetProperty("next_run_at").GetDateTime().Hour);
        Assert.InRange(Next("integrity-scrub"), TimeSpan.Zero, TimeSpan.FromHours(25));

        TimeSpan Next(string name) => jobs[name].GetProperty("next_run_at").GetDateTime() - service.Clock.GetUtcNow().UtcDateTime;
    }

    [Fact]
    public async Task The_last_run_shows_when_how_long_how_it_went_and_what_it_did()
    {
        await using var service = await api.StartAsync(StandInJob.Add((run, _) =>
        {
            run.Count("things", 7);
            run.Fail("One thing could not be done.");
            return Task.CompletedTask;
        }));
        var before = service.Clock.GetUtcNow().UtcDateTime;

        var job = await service.RunToEndAsync("stand-in");

        var last = (await service.MaintenanceAsync("stand-in")).GetProperty("last_run");
        Assert.Equal((job.Id(), "succeeded", 7), (last.GetProperty("job_id").GetInt64(), last.Text("state"), last.Count("things")));
        Assert.Equal("One thing could not be done.", Assert.Single(last.GetProperty("errors").EnumerateArray()).GetString());
        Assert.InRange(last.GetProperty("started_at").GetDateTime(), before, before.AddSeconds(10));
        Assert.InRange(last.GetProperty("duration_seconds").GetDouble(), 0, 10);
    }

    [Fact]
    public async Task A_run_under_way_is_shown_beside_the_one_before_it()
    {
        var (wait, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        end.SetResult();
        var current = end;
        await using var service = await api.StartAsync(StandInJob.Add((run, _) =>
        {
            run.Expect(10);
            run.Count("things", 4);
            return current.Task;
        }));
        var first = await service.RunToEndAsync("stand-in");
        current = wait;
        var second = await service.StartRunAsync("stand-in");

        await Eventually.IsTrueAsync(async () => (await service.MaintenanceAsync("stand-in")).GetProperty("running").GetProperty("done").GetInt64() == 4);
        var job = await service.MaintenanceAsync("stand-in");

        Assert.Equal((second, 10), (job.GetProperty("running").Id(), job.GetProperty("running").GetProperty("total").GetInt64()));
        Assert.Equal(first.Id(), job.GetProperty("last_run").GetProperty("job_id").GetInt64());
        wait.SetResult();
    }

    [Fact]
    public async Task A_restart_leaves_the_timetable_as_it_is_and_makes_up_for_what_was_missed()
    {
        const string Secret = "Auth__SigningKey=the same on all nodes of an installation";
        var (database, ran) = (await api.MigratedDatabaseAsync(), new TaskCompletionSource());
        var nightly = StandInJob.Add((_, _) =>
        {
            ran.SetResult();
            return Task.CompletedTask;
        });
        DateTime due;
        await using (var first = await TestService.StartAsync(database, nightly, Secret))
        {
            due = (await first.MaintenanceAsync("stale-uploads")).GetProperty("next_run_at").GetDateTime();
            await first.ExecuteAsync("UPDATE quartz.qrtz_triggers SET next_fire_time = next_fire_time - $1 WHERE trigger_name = 'stand-in'", TimeSpan.FromDays(2).Ticks);
        }

        await using var second = await TestService.StartAsync(database, nightly, Secret);

        Assert.Equal(due, (await second.MaintenanceAsync("stale-uploads")).GetProperty("next_run_at").GetDateTime());
        await ran.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(3, (await second.MaintenanceAsync("stand-in")).GetProperty("next_run_at").GetDateTime().Hour);
    }

    [Fact]
    public async Task Maintenance_is_the_administrators_affair()
    {
        var alice = await api.NewUserAsync();
        using var visitor = api.Service.Anonymous();

        await (await alice.GetAsync("/v1/admin/jobs")).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
        await (await alice.RunAsync("stale-uploads")).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
        await (await alice.RunAsync("no-such-job")).IsProblemAsync(HttpStatusCode.Forbidden, "administrator_required");
        await (await visitor.GetAsync(new Uri("/v1/admin/jobs", UriKind.Relative))).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }
}
