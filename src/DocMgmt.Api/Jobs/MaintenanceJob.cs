using DocMgmt.Drive.Jobs;
using Npgsql;
using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>Runs one of <see cref="Maintenance"/>'s jobs, named by the Quartz job's own name.</summary>
[DisallowConcurrentExecution]
internal sealed partial class MaintenanceJob(IServiceScopeFactory scopes, ILogger<MaintenanceJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.JobDetail.Key.Name;
        try
        {
            var done = await Maintenance.RunAsync(scopes, name, cancellationToken);
            if (done > 0) LogDone(name, done);
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            LogFailed(name, e); // The next run does what this one left.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Name} dealt with {Count}")]
    private partial void LogDone(string name, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Name} failed")]
    private partial void LogFailed(string name, Exception e);
}
