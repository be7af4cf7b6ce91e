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
        for (var more = true; more;)
        {
            await EndBegunAsync(job.Id, ct);
            await TellAsync(job.Id, run, ct);
            more = await mediator.Send(new PurgeListed.Command(job.Id, job.Attempt), ct);
        }
    }

    /// <summary>What the last batch began, on whichever node, is gone before the next one begins: also where another node is still at it.</summary>
    private async Task EndBegunAsync(long jobId, CancellationToken ct)
    {
        foreach (var item in await mediator.Send(new FindBegun.Query(jobId), ct))
        {
            for (var done = false; !done; ct.ThrowIfCancellationRequested()) done = await mediator.Send(new ContinuePurge.Command(item, Waits: true), ct);
        }
    }

    private async Task TellAsync(long jobId, JobRun run, CancellationToken ct)
    {
        var progress = await mediator.Send(new GetListProgress.Query(jobId), ct);
        run.Begin();
        run.Expect(progress.Total);
        run.Count("purged", progress.Made);
        if (progress.Skipped == 0) return;
        run.Count("skipped", progress.Skipped);
        run.Fail($"Skipped, because they were restored, changed or deleted for good since: {progress.Skipped} of {progress.Total} items.");
    }
}
