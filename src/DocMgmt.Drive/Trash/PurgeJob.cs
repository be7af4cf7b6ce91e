using DocMgmt.Drive.Jobs;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Deletes for good what is on its list, one thing after the other. What was restored, deleted again or purged since is not the same any more, and skipped.</summary>
internal sealed class PurgeJob(IMediator mediator) : IUserJob
{
    public const string Name = "purge";

    string IUserJob.Kind => Name;

    public async Task RunAsync(UserJob job, JobRun run, CancellationToken ct)
    {
        await EndBegunAsync(job.Id, run, ct);
        var progress = await mediator.Send(new GetListProgress.Query(job.Id), ct);
        run.Begin();
        run.Expect(progress.Total);
        var skipped = Tell(run, progress.Made, progress.Skipped);
        while (await mediator.Send(new PurgeListed.Command(job.Id, job.Attempt), ct) is { } batch)
        {
            if (!batch.All) await EndBegunAsync(job.Id, run, ct);
            skipped += Tell(run, batch.Purged, batch.Skipped);
        }

        if (progress.Total == PurgeList.Most) run.Fail($"{PurgeList.Most:N0} items are dealt with at a time. If there is more in the trash, empty it again.");
        if (skipped > 0) run.Fail($"Skipped, because they are gone already, or were restored or changed since: {skipped} of {progress.Total} items.");
    }

    /// <summary>What the last batch began, on whichever node, is gone before the next one begins: also where another node is still at it.</summary>
    private async Task EndBegunAsync(long jobId, JobRun run, CancellationToken ct)
    {
        foreach (var item in await mediator.Send(new FindBegun.Query(jobId), ct))
        {
            while (await mediator.Send(new ContinuePurge.Command(item, Waits: true), ct) != PurgeState.Gone)
            {
                run.Step();
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private static int Tell(JobRun run, int purged, int skipped)
    {
        run.Count("purged", purged);
        if (skipped > 0) run.Count("skipped", skipped);
        return skipped;
    }
}
