using DocMgmt.Drive.Blobs;

namespace DocMgmt.Drive.Jobs;

/// <summary>Finds stored bytes that went bad.</summary>
internal sealed class IntegrityScrub(IntegrityCheck check) : IMaintenanceJob
{
    public string Name => "integrity-scrub";
    public string Description => "Hashes stored contents again, Blobs__ScrubPerNight of them: suspected and damaged ones first, then those whose turn was the longest ago.";
    public Recurrence Recurrence => Recurrence.Nightly;

    public Task RunAsync(JobRun run, CancellationToken ct) => check.RunAsync(run, ct);
}
