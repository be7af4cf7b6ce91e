using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Jobs;

/// <summary>Carries out runs of maintenance, as the service itself, and keeps their rows: however one ends, its row says so.</summary>
public sealed partial class JobRunner(JobLife life, ILogger<JobRunner> log)
{
    /// <summary>Runs the job of that name, and writes it down.</summary>
    /// <param name="id">Of the run that somebody asked for; null: the schedule did.</param>
    /// <param name="ct">Ends the run between two batches, as cancelled.</param>
    public async Task RunAsync(string name, long? id, CancellationToken ct)
    {
        if (await life.SendAsync(new BeginJob.Command(name, id), ct) is not { } begun) return;
        var run = new JobRun(begun.RunAll);
        var state = await life.RunAsync(begun.Id, begun.Attempt, name, run, stop => RunAsync(name, run, stop), ct);
        if (state == JobState.Cancelled && ct.IsCancellationRequested) run.Fail("The service was stopped; the next run goes on.");
        var progress = run.Progress();
        await life.SendAsync(new EndJob.Command(begun.Id, begun.Attempt, state, progress), CancellationToken.None);
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

    private async Task RunAsync(string name, JobRun run, CancellationToken ct)
    {
        await using var scope = life.NewScope();
        await scope.ServiceProvider.GetServices<IMaintenanceJob>().Single(j => j.Name == name).RunAsync(run, ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Name} {State}: {Counts}")]
    private partial void LogDone(string name, JobState state, IReadOnlyDictionary<string, long> counts);
}
