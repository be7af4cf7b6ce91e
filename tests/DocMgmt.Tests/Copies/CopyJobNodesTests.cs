using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Copies;

/// <summary>A copy survives the node that makes it.</summary>
public class CopyJobNodesTests(Api api)
{
    [Fact]
    public async Task A_node_that_was_taken_for_dead_leaves_its_copy_to_the_next_one()
    {
        var database = await api.MigratedDatabaseAsync();
        await using var first = await TestService.StartAsync(database);
        var big = await LargeFolder.MakeAsync(first);
        await using var half = await big.HoldHalfAsync();
        var job = await big.CopyAsync();
        await big.HalfAsync(job);

        await first.ExecuteAsync("UPDATE jobs SET state = 'queued' WHERE id = $1", job); // as after a minute of silence
        await using var second = await TestService.StartAsync(database);
        await Eventually.IsTrueAsync(async () => await first.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", job) == 2);
        await half.CommitAsync();

        Assert.Equal(LargeFolder.Items + 1, (await big.Owner.EndOfJobAsync(job)).Count("copied"));
        Assert.Equal(LargeFolder.Items + 1, await first.ScalarAsync<long>(LargeFolder.MadeBy, job));
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
        await big.HalfAsync(job);

        var stopping = first.StopAsync();
        await half.CommitAsync();
        await stopping;
        await half.DisposeAsync();
        await using var second = await TestService.StartAsync(database);

        await Eventually.IsTrueAsync(async () => await second.ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", job) == "succeeded");
        Assert.Equal(2, await second.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", job));
        Assert.Equal(LargeFolder.Items + 1, await second.ScalarAsync<long>(LargeFolder.MadeBy, job));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_node_whose_attempt_is_over_takes_no_turn()
    {
        await using var service = await api.StartAsync();
        var big = await LargeFolder.MakeAsync(service);
        await using var half = await big.HoldHalfAsync();
        var job = await big.CopyAsync();
        await big.HalfAsync(job);
        await half.CommitAsync();

        await using var scope = service.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<Db>();
        await db.BeginAsync(CancellationToken.None);
        await Assert.ThrowsAsync<JobStoppedException>(() => new JobTurn(db).TakeAsync(job, attempt: 0, CancellationToken.None));
        await db.ResetAsync(); // its turn was taken all the same

        Assert.Equal("succeeded", (await big.Owner.EndOfJobAsync(job)).Text("state"));
    }
}
