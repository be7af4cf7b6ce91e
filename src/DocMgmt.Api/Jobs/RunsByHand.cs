using DocMgmt.Drive.Jobs;
using MediatR;
using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>Runs jobs when somebody asks. They go the scheduler's way as all others, so that of one kind one runs at a time, on whichever node.</summary>
internal sealed class RunsByHand(IMediator mediator, ISchedulerFactory schedulers, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>How long the answer waits for the end.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <returns>The run, at its end or as far as it is after <see cref="Patience"/>.</returns>
    /// <exception cref="DocMgmt.Drive.Pipeline.Problem">404 <c>job_unknown</c>.</exception>
    public async Task<Job> RunAsync(string name, bool all, CancellationToken ct)
    {
        var deadline = clock.GetUtcNow() + Patience;
        var job = await mediator.Send(new QueueMaintenance.Command(name, all), ct);
        // Asked for: that the client goes away now changes nothing.
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        await scheduler.TriggerJob(new JobKey(name), new JobDataMap { [ScheduledJob.JobId] = job.Id.ToString() }, CancellationToken.None);
        while (IsUnderWay(job) && clock.GetUtcNow() < deadline && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Task.Delay(Look, ct);
            job = await mediator.Send(new GetJob.Query(job.Id), ct);
        }

        return job;
    }

    public static bool IsUnderWay(Job job) => job.State is JobState.Queued or JobState.Running;
}
