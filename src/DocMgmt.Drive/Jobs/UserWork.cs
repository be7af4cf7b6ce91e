using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Jobs;

/// <summary>
/// Does a user's job in their name, with patience: something that others hold for long, or a database that is away for a moment, is no reason to
/// throw a day's work away. What else goes wrong is told in words that are meant for users, and logged.
/// </summary>
internal sealed partial class UserWork(IServiceScopeFactory scopes, TimeProvider clock, ILogger<UserWork> log)
{
    /// <summary>How often what passes by itself is tried, longer apart each time, without getting on.</summary>
    private const int MostTrials = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <exception cref="Problem">Why the job comes to nothing.</exception>
    public async Task RunAsync(UserJob job, JobRun run, CancellationToken ct)
    {
        for (var (trial, reached) = (1, 0L); ; trial++)
        {
            try
            {
                await OnceAsync(job, run, ct);
                return;
            }
            catch (Exception e) when (e is not (OperationCanceledException or JobStoppedException))
            {
                var problem = e as Problem ?? DatabaseFaults.ProblemOf(e) ?? Problems.Internal;
                if (run.Reached is var now && now > reached) (trial, reached) = (1, now); // it got on: patience begins anew
                if (problem.RetryAfter is null || trial >= MostTrials) throw Told(job, problem, e);
                await Task.Delay(trial * Pause, clock, ct);
            }
        }
    }

    private Problem Told(UserJob job, Problem problem, Exception e)
    {
        if (problem.Code != Problems.Internal.Code) return problem;
        LogFailed(job.Id, job.Kind, e);
        return Problems.FailedJob;
    }

    private async Task OnceAsync(UserJob job, JobRun run, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        job.Introduce(scope.ServiceProvider.GetRequiredService<Caller>());
        await scope.ServiceProvider.GetServices<IUserJob>().Single(j => j.Kind == job.Kind).RunAsync(job, run, ct);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Id}, {Kind}, failed")]
    private partial void LogFailed(long id, string kind, Exception e);
}
