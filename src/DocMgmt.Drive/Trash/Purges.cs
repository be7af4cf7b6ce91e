using DocMgmt.Drive.Jobs;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>The work of the job trash-expiry.</summary>
internal sealed class Purges(IMediator mediator)
{
    /// <summary>Purges what is old enough, and what others began and did not end. Counts items that were <c>purged</c>.</summary>
    public async Task ExpireAsync(JobRun run, CancellationToken ct)
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
