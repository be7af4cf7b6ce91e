using DocMgmt.Drive.Jobs;
using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>Runs one of the maintenance jobs, named by the Quartz job's own name: over all nodes one run of it at a time.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScheduledJob(JobRunner runner, IHostApplicationLifetime lifetime, ILogger<ScheduledJob> log) : IJob
{
    /// <summary>In the data of a run that somebody asked for: the id of its row, as text.</summary>
    public const string JobId = "job_id";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        // The scheduler itself is stopped after the last request was answered, which may take long.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var name = context.JobDetail.Key.Name;
        try
        {
            await runner.RunAsync(name, context.MergedJobDataMap.TryGetValue(JobId, out var id) ? long.Parse((string)id!) : null, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It had not begun: whoever runs this job next does it.
        }
        catch (Exception e)
        {
            LogUnrecorded(name, e); // The next run notes that this one came to no end.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A run of job {Name} could not be written down")]
    private partial void LogUnrecorded(string name, Exception e);
}
