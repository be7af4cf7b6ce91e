using DocMgmt.Blobs;
using DocMgmt.Drive.Jobs;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>Ends contents that nothing refers to any more, then deletes the bytes whose time has come.</summary>
public sealed partial class BlobSweep(IMediator mediator, BlobStores stores, ILogger<BlobSweep> log)
{
    /// <summary>Counts contents that <c>ended</c>, those that were <c>miscounted</c>, and keys whose bytes were <c>deleted</c>.</summary>
    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        for (var swept = new SweepBlobs.Swept(JobRun.Batch, 0, 0); swept.Seen == JobRun.Batch;)
        {
            ct.ThrowIfCancellationRequested();
            swept = await mediator.Send(new SweepBlobs.Command(JobRun.Batch), ct);
            run.Count("ended", swept.Ended);
            if (swept.Miscounted == 0) continue;
            run.Count("miscounted", swept.Miscounted);
            LogMiscounted(swept.Miscounted);
        }

        await mediator.Send(new ForgetPlaces.Command(), ct);
        foreach (var store in stores.All) await DeleteDueAsync(store, run, ct);
    }

    private async Task DeleteDueAsync(IBlobStore store, JobRun run, CancellationToken ct)
    {
        for (var after = 0L; await mediator.Send(new FindDueDeletions.Query(store.Name, after, JobRun.Batch), ct) is { Count: > 0 } due; after = due[^1].Id)
        {
            var gone = new List<long>(due.Count);
            foreach (var one in due)
            {
                if (await DeleteAsync(store, one.Key, run, ct)) gone.Add(one.Id);
            }

            run.Count("deleted", await mediator.Send(new StrikeOffDeletions.Command(gone), ct));
        }
    }

    // What can't be deleted now stays noted.
    private async Task<bool> DeleteAsync(IBlobStore store, string text, JobRun run, CancellationToken ct)
    {
        try
        {
            if (BlobKey.TryParse(text, out var key)) await store.DeleteAsync(key, ct);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            run.Fail($"{text} could not be deleted: {e.Message}");
            LogNotDeleted(text, e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} blobs were said to have no references and had some; they were set right")]
    private partial void LogMiscounted(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bytes at {Key} could not be deleted; the next run tries again")]
    private partial void LogNotDeleted(string key, Exception e);
}
