using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Jobs;

/// <summary>Carries out runs of maintenance, as the service itself, and keeps their rows: however one ends, its row says so.</summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, ILogger<JobRunner> log)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Runs the job of that name, and writes it down.</summary>
    /// <param name="id">Of the run that somebody asked for; null: the schedule did.</param>
    /// <param name="ct">Ends the run between two batches, as cancelled.</param>
    public async Task RunAsync(string name, long? id, CancellationToken ct)
    {
        if (await SendAsync(new BeginJob.Command(name, id), ct) is not { } begun) return;
        var run = new JobRun(begun.RunAll);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var ended = new CancellationTokenSource();
        var beating = BeatAsync(begun, run, stop, ended.Token);
        var state = await WorkAsync(name, run, stop.Token);
        await ended.CancelAsync();
        await beating;
        if (state == JobState.Cancelled && ct.IsCancellationRequested) run.Fail("The service was stopped; the next run goes on.");
        var progress = run.Progress();
        await SendAsync(new EndJob.Command(begun.Id, begun.Attempt, state, progress), CancellationToken.None);
        if (progress.Done > 0) LogDone(name, state, progress.Counts);
    }

    /// <summary>Runs the job of that name at once, without a row: for tests, and programs that have no scheduler.</summary>
    /// <returns>How much it did.</returns>
    public async Task<long> RunAtOnceAsync(string name, bool all, CancellationToken ct)
    {
        var run = new JobRun(all);
        await RunAsync(name, run, ct);
        return run.Progress().Done;
    }

    // Whatever is thrown: a row that nobody ends would stand as running.
    private async Task<JobState> WorkAsync(string name, JobRun run, CancellationToken ct)
    {
        try
        {
            await RunAsync(name, run, ct);
            return JobState.Succeeded;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return JobState.Cancelled;
        }
        catch (Exception e)
        {
            LogFailed(name, e);
            run.Fail(e is Problem ? e.Message : $"{e.GetType().Name}: {e.Message}");
            return JobState.Failed;
        }
    }

    private async Task RunAsync(string name, JobRun run, CancellationToken ct)
    {
        await using var scope = NewScope();
        await scope.ServiceProvider.GetServices<IMaintenanceJob>().Single(j => j.Name == name).RunAsync(run, ct);
    }

    private async Task BeatAsync(BeginJob.Begun begun, JobRun run, CancellationTokenSource stop, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                if (!await SendAsync(new BeatJob.Command(begun.Id, begun.Attempt, run.Progress()), ended)) await stop.CancelAsync();
                await Task.Delay(Beat, ended);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogSilent(begun.Id, e);
                await Task.Delay(Beat, CancellationToken.None);
            }
        }
    }

    private async Task<T> SendAsync<T>(ICommand<T> command, CancellationToken ct)
    {
        await using var scope = NewScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }

    private AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        return scope;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Name} {State}: {Counts}")]
    private partial void LogDone(string name, JobState state, IReadOnlyDictionary<string, long> counts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody could be told that job {Id} is still being run; trying again")]
    private partial void LogSilent(long id, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Name} failed")]
    private partial void LogFailed(string name, Exception e);
}
