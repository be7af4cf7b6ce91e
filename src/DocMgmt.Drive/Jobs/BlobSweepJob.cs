using DocMgmt.Drive.Blobs;

namespace DocMgmt.Drive.Jobs;

/// <summary>Ends contents that nothing refers to any more, and deletes their bytes.</summary>
internal sealed class BlobSweepJob(BlobSweep sweep) : IMaintenanceJob
{
    public string Name => "blob-sweep";
    public string Description => "Ends contents that nothing has referred to for the grace time, and deletes bytes whose time has come.";
    public Recurrence Recurrence => Recurrence.QuarterHourly;

    public Task RunAsync(JobRun run, CancellationToken ct) => sweep.RunAsync(run, ct);
}
