using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Jobs;

/// <summary>What a run tells of itself at its end.</summary>
public class JobRunTests(Api api)
{
    [Fact]
    public void Why_it_broke_off_stands_before_all_else_that_went_wrong()
    {
        var run = new JobRun(all: true);
        for (var n = 1; n <= 150; n++) run.Fail($"{n}");

        run.Break("the reason");

        var errors = run.Progress().Errors;
        Assert.Equal(("the reason", "1", "100", "50 more are left out here.", 102), (errors[0], errors[1], errors[100], errors[101], errors.Count));
    }

    [Fact]
    public async Task A_job_whose_result_is_shown_has_succeeded_whatever_came_after()
    {
        var alice = await api.NewUserAsync();
        var (folder, life) = (await alice.CreateFolderAsync("F"), api.Service.Services.GetRequiredService<JobLife>());
        var states = new List<string>();
        foreach (var made in new long?[] { folder, null })
        {
            var job = await api.Service.ScalarAsync<long>("""
                INSERT INTO jobs (kind, maintenance, user_id, state, created_at, started_at, beaten_at, attempt, item_id) VALUES ('planted', false, $1, 'running', now(), now(), now(), 1, CAST($2 AS bigint)) RETURNING id
                """, alice.Id, (object?)made ?? DBNull.Value);

            await life.SendAsync(new EndJob.Command(job, 1, JobState.Cancelled, new JobRun(all: true).Progress()), CancellationToken.None);

            states.Add((await alice.JobAsync(job)).Text("state"));
        }

        Assert.Equal(["succeeded", "cancelled"], states);
    }

    [Fact]
    public async Task Nothing_is_queued_in_the_name_of_a_sign_in_that_is_over()
    {
        var alice = await api.NewUserAsync();
        var session = await api.Service.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", alice.Id);
        await api.Service.ExecuteAsync("UPDATE sessions SET revoked_at = now() WHERE id = $1", session);
        await using var scope = api.Service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().SignIn(alice.Id, session);
        await scope.ServiceProvider.GetRequiredService<Db>().BeginAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<Problem>(() => scope.ServiceProvider.GetRequiredService<JobQueue>().AddAsync("planted", new { }, 1, CancellationToken.None));

        Assert.Equal("session_ended", refused.Code);
    }
}
