using DocMgmt.Drive.Trash;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Jobs;

/// <summary>
/// Carries out what users asked for, on whichever node takes it first. The job's row is the queue: it is committed together with what asked for
/// it, which a scheduler's entry could not be.
/// </summary>
internal sealed partial class UserJobs(JobLife life, UserWork work, IServiceScopeFactory scopes, JobBell bell, TimeProvider clock, IHostApplicationLifetime host, ILogger<UserJobs> log) : BackgroundService
{
    /// <summary>How many of them a node carries out at a time.</summary>
    private const int Workers = 2;

    /// <summary>How many nodes may begin with one job, or one node again after a stop: one that kills whoever is at it must come to an end.</summary>
    private const int MostAttempts = 20;

    // What other nodes were asked for, and what dead ones left, is found when one looks.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // This service itself is stopped after the last request was answered, which may take long.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        var token = stop.Token;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(token)));
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        var kinds = Kinds();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await life.SendAsync(new TakeJob.Command(kinds), stop) is { } job) await RunAsync(job, stop);
                else await bell.WaitAsync(Look, clock, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // whatever it is: who lets it through ends the service
            {
                LogAway(e);
                await Task.Delay(Look, CancellationToken.None);
            }
        }
    }

    private async Task RunAsync(UserJob job, CancellationToken stop)
    {
        var run = new JobRun(all: true);
        if (job.Total is { } total) run.Expect(total);
        var state = job.Attempt > MostAttempts ? Refuse(run) : await life.RunAsync(job.Id, job.Attempt, job.Kind, run, ct => work.RunAsync(job, run, ct), stop);
        if (state == JobState.Cancelled && stop.IsCancellationRequested)
        {
            await life.SendAsync(new PutJobBack.Command(job.Id, job.Attempt), CancellationToken.None);
            return;
        }

        var progress = run.Progress();
        var left = await life.SendAsync(new EndJob.Command(job.Id, job.Attempt, state, progress), CancellationToken.None);
        LogDone(job.Id, job.Kind, state, progress.Counts);
        // Where this breaks off, the job trash-expiry goes on.
        foreach (var root in left)
        {
            for (var purge = PurgeState.Unfinished; purge == PurgeState.Unfinished && !stop.IsCancellationRequested;) purge = await life.SendAsync(new ContinuePurge.Command(root), stop);
        }
    }

    private List<string> Kinds()
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetServices<IUserJob>().Select(j => j.Kind).ToList();
    }

    private static JobState Refuse(JobRun run)
    {
        run.Fail("The service stopped each time that it was at this.");
        return JobState.Failed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Id}, {Kind}, {State}: {Counts}")]
    private partial void LogDone(long id, string kind, JobState state, IReadOnlyDictionary<string, long> counts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs of users could not be looked for or ended; trying again")]
    private partial void LogAway(Exception e);
}
