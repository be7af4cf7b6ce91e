using Quartz;

namespace DocMgmt.Api.Jobs;

/// <summary>
/// Quartz's own service, whose stop has an end: its scheduler asks a database that is away again and again, also after it was told to stop, and does
/// not listen to the host's patience. Without this a service whose database died would never end, and nobody would start it again.
/// </summary>
internal sealed partial class SchedulerService(QuartzHostedService quartz, ILogger<SchedulerService> log) : IHostedService
{
    /// <summary>Longer than a job takes from one batch to the next.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    public Task StartAsync(CancellationToken cancellationToken) => quartz.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await quartz.StopAsync(cancellationToken).WaitAsync(LongestStop, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            LogAbandoned(e); // another node, or the next start, takes its jobs over as those of one that was killed
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scheduler did not stop in time and is abandoned")]
    private partial void LogAbandoned(Exception e);
}
