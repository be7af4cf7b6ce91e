using DocMgmt.Drive.Trash;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Purges what was in the trash for long enough, and ends purges that broke off. Counts items that were <c>purged</c>.</summary>
internal sealed class TrashExpiry(IMediator mediator) : IMaintenanceJob
{
    public string Name => "trash-expiry";
    public string Description => "Deletes for good what has been in the trash for as long as the trash keeps things, and ends purges that broke off.";
    public Recurrence Recurrence => Recurrence.QuarterHourly;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        for (var begun = JobRun.Batch; begun == JobRun.Batch; ct.ThrowIfCancellationRequested()) begun = await mediator.Send(new ExpireTrash.Command(JobRun.Batch), ct);
        for (long? folder = 0; folder is { } id; ct.ThrowIfCancellationRequested()) folder = await mediator.Send(new ExpireFolder.Command(id), ct);
        for (var after = 0L; await mediator.Send(new FindPurging.Query(after, JobRun.Batch), ct) is { Count: > 0 } items; after = items[^1])
        {
            foreach (var item in items)
            {
                var state = PurgeState.Unfinished;
                for (; state == PurgeState.Unfinished; ct.ThrowIfCancellationRequested()) state = await mediator.Send(new ContinuePurge.Command(item), ct);
                if (state == PurgeState.Gone) run.Count("purged", 1);
            }
        }
    }
}
