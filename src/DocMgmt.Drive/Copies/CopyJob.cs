using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Copies;

/// <summary>Copies a large folder, out of sight until it is whole. What the user may not read any more, or is gone, is skipped and reported.</summary>
internal sealed class CopyJob(IMediator mediator) : IUserJob
{
    public const string Name = "copy";

    /// <param name="ParentId">The folder that it goes to, in the drive that pays for it.</param>
    internal sealed record Arguments(long SourceId, long ParentId, long DriveId, string ItemName, NameConflict? OnConflict);

    string IUserJob.Kind => Name;

    public async Task RunAsync(UserJob job, JobRun run, CancellationToken ct)
    {
        var (source, parent, drive, name, onConflict) = job.Read<Arguments>();
        if (await FindAsync(job, run, ct)) return;
        try
        {
            for (var more = true; more;)
            {
                ct.ThrowIfCancellationRequested();
                var batch = await mediator.Send(new CopyBatch.Command(job.Id, job.Attempt, parent, drive), ct);
                Tell(run, batch.Made, batch.Skipped);
                more = batch.More;
            }

            await mediator.Send(new ShowCopy.Command(job.Id, job.Attempt, source, parent, drive, name, onConflict), ct);
            await FindAsync(job, run, ct); // what a node did that was taken for dead, too
        }
        catch (Problem e) when (e.Code == Problems.NotFound.Code || e.Code == Problems.Forbidden.Code)
        {
            throw Problems.PlaceLost;
        }
    }

    /// <summary>Tells what is done; answers whether all is.</summary>
    private async Task<bool> FindAsync(UserJob job, JobRun run, CancellationToken ct)
    {
        var progress = await mediator.Send(new GetListProgress.Query(job.Id), ct);
        run.Begin();
        run.Expect(progress.Total);
        Tell(run, progress.Made, progress.Skipped);
        // Not which: they are what the user may not see.
        if (progress.Skipped > 0) run.Fail($"Skipped, because they are gone, in the trash, or nothing that you may see any more: {progress.Skipped} of {progress.Total} items.");
        return progress.IsShown;
    }

    private static void Tell(JobRun run, int made, int skipped)
    {
        run.Count("copied", made);
        if (skipped > 0) run.Count("skipped", skipped);
    }
}
