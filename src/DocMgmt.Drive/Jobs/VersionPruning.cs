using DocMgmt.Drive.Versions;

namespace DocMgmt.Drive.Jobs;

/// <summary>Deletes former versions that no policy keeps, where there is one.</summary>
internal sealed class VersionPruning(Pruning pruning) : IMaintenanceJob
{
    public string Name => "version-pruning";
    public string Description => "Deletes former versions for good that the policies of folders do not keep; where there is no policy, none.";
    public Recurrence Recurrence => Recurrence.Nightly;

    public Task RunAsync(JobRun run, CancellationToken ct) => pruning.RunAsync(run, ct);
}
