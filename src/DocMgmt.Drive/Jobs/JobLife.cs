using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Jobs;

/// <summary>Carries out a job's work and says meanwhile that it lives and how far it is.</summary>
public sealed partial class JobLife(IServiceScopeFactory scopes, ILogger<JobLife> log)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <returns>How it ended. Cancelled: somebody asked for that, another node took the job over, or <paramref name="ct"/> did.</returns>
    public async Task<JobState> RunAsync(long id, int attempt, string name, JobRun run, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var ended = new CancellationTokenSource();
        var beating = BeatAsync(id, attempt, run, stop, ended.Token);
        var state = await WorkAsync(name, run, work, stop.Token);
        await ended.CancelAsync();
        await beating;
        return state;
    }

    /// <summary>Sends a command as the service itself.</summary>
    public async Task<T> SendAsync<T>(ICommand<T> command, CancellationToken ct)
    {
        await using var scope = NewScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }

    /// <summary>A scope whose messages are the service's own.</summary>
    public AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        return scope;
    }

    // Whatever is thrown: a row that nobody ends would stand as running.
    private async Task<JobState> WorkAsync(string name, JobRun run, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
            return JobState.Succeeded;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return JobState.Cancelled;
        }
        catch (JobStoppedException)
        {
            return JobState.Cancelled;
        }
        catch (Problem e) when (e.Status < 500)
        {
            run.Break(e.Message);
            return JobState.Failed;
        }
        catch (Exception e)
        {
            LogFailed(name, e);
            run.Break(e is Problem ? e.Message : $"{e.GetType().Name}: {e.Message}");
            return JobState.Failed;
        }
    }

    private async Task BeatAsync(long id, int attempt, JobRun run, CancellationTokenSource stop, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                if (!await SendAsync(new BeatJob.Command(id, attempt, run.Progress()), ended)) await stop.CancelAsync();
                await Task.Delay(Beat, ended);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogSilent(id, e);
                await Task.Delay(Beat, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody could be told that job {Id} is still being run; trying again")]
    private partial void LogSilent(long id, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Name} failed")]
    private partial void LogFailed(string name, Exception e);
}
