using DocMgmt.Drive.Trash;

namespace DocMgmt.Drive.Jobs;

/// <summary>Purges what was in the trash for long enough, and ends purges that broke off.</summary>
internal sealed class TrashExpiry(Purges purges) : IMaintenanceJob
{
    public string Name => "trash-expiry";
    public string Description => "Deletes for good what has been in the trash for as long as the trash keeps things, and ends purges that broke off.";
    public Recurrence Recurrence => Recurrence.QuarterHourly;

    public Task RunAsync(JobRun run, CancellationToken ct) => purges.ExpireAsync(run, ct);
}
