using DocMgmt.Drive.Jobs;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DocMgmt.Tests.Jobs;

/// <summary>However a run ends, its row says so.</summary>
public class JobEndTests(Api api)
{
    [Fact]
    public async Task Whatever_a_run_throws_is_written_down_and_logged()
    {
        await using var service = await api.StartAsync(StandInJob.Add((run, _) =>
        {
            run.Count("things", 2);
            throw new InvalidOperationException("Nobody expected\0this.");
        }));

        var job = await service.RunToEndAsync("stand-in");

        Assert.Equal(("failed", 2), (job.Text("state"), job.Count("things")));
        Assert.Equal("InvalidOperationException: Nobody expected this.", Assert.Single(job.GetProperty("errors").EnumerateArray()).GetString());
        Assert.Contains(service.Errors.Lines, l => l.Contains("Job stand-in failed", StringComparison.Ordinal));
        Assert.Equal("failed", (await service.MaintenanceAsync("stand-in")).GetProperty("last_run").Text("state"));
    }

    [Fact]
    public async Task A_stop_of_the_service_ends_a_run_within_seconds_whoever_else_keeps_it()
    {
        var database = await api.MigratedDatabaseAsync();
        var service = await TestService.StartAsync(database, StandInJob.Add(async (run, ct) =>
        {
            run.Count("things", 3);
            await Task.Delay(Timeout.Infinite, ct);
        }));
        var job = await service.StartRunAsync("stand-in");

        await using var slow = await RawRequest.StartAsync(await service.AdministratorAsync(), "PUT", "/v1/files/content?item_name=slow.bin", "Content-Length: 100");
        await slow.SendAsync(new byte[10]);
        await using var outside = await service.ConnectAsync();

        var stopping = service.StopAsync();
        await Eventually.IsTrueAsync(async () =>
        {
            await using var ended = new NpgsqlCommand("SELECT count(*) FROM jobs WHERE state = 'cancelled'", outside);
            return await ended.ExecuteScalarAsync() is 1L;
        });

        Assert.False(stopping.IsCompleted, "nobody kept it");
        slow.Break();
        await stopping;
        await service.DisposeAsync();
        await using var next = await TestService.StartAsync(database);
        var ended = await (await next.AdministratorAsync()).JobAsync(job);
        Assert.Equal(("cancelled", 3), (ended.Text("state"), ended.Count("things")));
        Assert.Contains("stopped", Assert.Single(ended.GetProperty("errors").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_which_nobody_tells_any_more_has_failed()
    {
        await using var service = await api.StartAsync(StandInJob.Add((_, _) => Task.CompletedTask));
        var admin = await service.AdministratorAsync();
        var lost = await LeaveAsync(service);
        Assert.Equal("running", (await service.MaintenanceAsync("stand-in")).GetProperty("running").Text("state"));

        service.Clock.Advance(TimeSpan.FromSeconds(61));

        var seen = await admin.JobAsync(lost);
        Assert.Equal("failed", seen.Text("state"));
        Assert.Contains("node", Assert.Single(seen.GetProperty("errors").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal("failed", (await service.MaintenanceAsync("stand-in")).GetProperty("last_run").Text("state"));
    }

    [Fact]
    public async Task The_next_run_notes_that_the_one_before_came_to_no_end()
    {
        await using var service = await api.StartAsync(StandInJob.Add((_, _) => Task.CompletedTask));
        var lost = await LeaveAsync(service);

        await service.RunToEndAsync("stand-in");

        Assert.Equal("failed", await service.ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", lost));
    }

    [Fact]
    public async Task Who_was_taken_for_dead_stops_and_changes_nothing()
    {
        var stopped = new TaskCompletionSource();
        await using var service = await api.StartAsync(StandInJob.Add(async (run, ct) =>
        {
            using var told = ct.Register(stopped.SetResult);
            await stopped.Task;
        }));
        var job = await service.StartRunAsync("stand-in");

        await service.ExecuteAsync("UPDATE jobs SET state = 'failed', finished_at = now() WHERE id = $1", job);

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await service.RunToEndAsync("stale-uploads");
        Assert.Equal("failed", (await (await service.AdministratorAsync()).JobAsync(job)).Text("state"));
    }

    [Fact]
    public async Task A_run_that_was_asked_for_and_never_started_is_done_with_the_next_one()
    {
        await using var service = await api.StartAsync(StandInJob.Add((run, _) =>
        {
            run.Count(run.All ? "all" : "some", 1);
            return Task.CompletedTask;
        }));
        var asked = await service.ScalarAsync<long>("""
            INSERT INTO jobs (kind, maintenance, run_all, state, created_at) VALUES ('stand-in', true, true, 'queued', now()) RETURNING id
            """);

        await service.Services.GetRequiredService<JobRunner>().RunAsync("stand-in", id: null, CancellationToken.None);

        var job = await (await service.AdministratorAsync()).JobAsync(asked);
        Assert.Equal(("succeeded", 1), (job.Text("state"), job.Count("all")));
    }

    /// <summary>As a node leaves its run that dies now.</summary>
    private static async Task<long> LeaveAsync(TestService service) => await service.ScalarAsync<long>("""
        INSERT INTO jobs (kind, maintenance, state, created_at, started_at, beaten_at) VALUES ('stand-in', true, 'running', now(), now(), now()) RETURNING id
        """);
}
