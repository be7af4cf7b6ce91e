using DocMgmt.Api.Auth;
using DocMgmt.Drive.Jobs;
using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>Tells the scheduler, at start, when each job runs. What it knows already stays, so that a run that was missed is made up for.</summary>
internal sealed class Timetable(ISchedulerFactory schedulers, IServiceScopeFactory scopes, Keys keys, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan FirstRun = TimeSpan.FromMinutes(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        foreach (var job in scope.ServiceProvider.GetServices<IMaintenanceJob>())
        {
            var detail = JobBuilder.Create<ScheduledJob>().WithIdentity(job.Name).StoreDurably().RequestRecovery().Build();
            await scheduler.AddJob(detail, AddJobOptions.Replacing, cancellationToken);
            var trigger = TriggerBuilder.Create(clock).WithIdentity(job.Name).ForJob(job.Name).StartAt(clock.GetUtcNow() + FirstRun).WithSchedule(Rhythm(job.Recurrence)).Build();
            var known = await scheduler.GetTrigger(trigger.Key, cancellationToken);
            await scheduler.ScheduleTrigger(trigger, IsSame(known, trigger) ? TriggerConflict.Keep : TriggerConflict.Replace, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The minute comes from the installation's secret: all its nodes agree on it, and installations on one disk or database differ.
    private IScheduleBuilder Rhythm(Recurrence recurrence) => recurrence.Interval is { } interval
        ? SimpleScheduleBuilder.Create().WithInterval(interval).RepeatForever()
        : CronScheduleBuilder.Create($"0 {keys.For("nightly jobs")[0] * 60 / 256} {recurrence.Hour} * * ?").InTimeZone(TimeZoneInfo.Utc);

    private static bool IsSame(ITrigger? known, ITrigger trigger) => (known, trigger) switch
    {
        (ISimpleTrigger a, ISimpleTrigger b) => a.RepeatInterval == b.RepeatInterval,
        (ICronTrigger a, ICronTrigger b) => a.CronExpressionString == b.CronExpressionString,
        _ => false,
    };
}
