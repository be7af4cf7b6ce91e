using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DocMgmt.Tests.Jobs;

/// <summary>What is in the way for a moment is tried again, and anew after each bit that was done, counted or not.</summary>
public class UserWorkTests
{
    private const int Trials = 20;

    [Theory]
    [InlineData("nothing", false)]
    [InlineData("a count", true)]
    [InlineData("a step", true)]
    public async Task Patience_begins_anew_where_the_work_got_on(string by, bool ends)
    {
        var trials = 0;
        var work = WorkOf(run =>
        {
            if (++trials > 2 * Trials) return;
            if (by == "a count") run.Count("things", 1);
            if (by == "a step") run.Step();
            throw Problems.Unavailable;
        });

        var running = work.RunAsync(new(1, Named, 1, Guid.NewGuid(), "{}", "{}", 1, null), new(all: true), CancellationToken.None);

        if (ends) await running;
        else Assert.Equal("unavailable", (await Assert.ThrowsAsync<Problem>(() => running)).Code);
        Assert.Equal(ends ? (2 * Trials) + 1 : Trials, trials);
    }

    private const string Named = "stand-in";

    private static UserWork WorkOf(Action<JobRun> work)
    {
        var services = new ServiceCollection().AddScoped<Caller>().AddScoped<IUserJob>(_ => new StandIn(work)).BuildServiceProvider();
        return new(services.GetRequiredService<IServiceScopeFactory>(), new NoWaiting(), NullLogger<UserWork>.Instance);
    }

    private sealed class StandIn(Action<JobRun> work) : IUserJob
    {
        public string Kind => Named;

        public Task RunAsync(UserJob job, JobRun run, CancellationToken ct)
        {
            work(run);
            return Task.CompletedTask;
        }
    }

    /// <summary>Its timers are over at once.</summary>
    private sealed class NoWaiting : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
