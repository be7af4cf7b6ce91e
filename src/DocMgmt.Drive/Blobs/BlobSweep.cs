using DocMgmt.Blobs;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>Ends contents that nothing refers to any more, then deletes the bytes whose time has come.</summary>
public sealed partial class BlobSweep(IMediator mediator, IBlobStore store, ILogger<BlobSweep> log)
{
    private const int Batch = 500;

    /// <returns>How many contents ended, and how many keys' bytes were deleted.</returns>
    public async Task<(int Ended, int Deleted)> RunAsync(CancellationToken ct)
    {
        var ended = 0;
        for (var swept = new SweepBlobs.Swept(Batch, 0, 0); swept.Seen == Batch;)
        {
            swept = await mediator.Send(new SweepBlobs.Command(Batch), ct);
            ended += swept.Ended;
            if (swept.Miscounted > 0) LogMiscounted(swept.Miscounted);
        }

        return (ended, await DeleteDueAsync(ct));
    }

    private async Task<int> DeleteDueAsync(CancellationToken ct)
    {
        var deleted = 0;
        for (var after = 0L; await mediator.Send(new FindDueDeletions.Query(store.Name, after, Batch), ct) is { Count: > 0 } due; after = due[^1].Id)
        {
            var gone = new List<long>(due.Count);
            foreach (var one in due)
            {
                if (await DeleteAsync(one.Key, ct)) gone.Add(one.Id);
            }

            deleted += await mediator.Send(new StrikeOffDeletions.Command(gone), ct);
        }

        return deleted;
    }

    // What can't be deleted now stays noted.
    private async Task<bool> DeleteAsync(string text, CancellationToken ct)
    {
        try
        {
            if (BlobKey.TryParse(text, out var key)) await store.DeleteAsync(key, ct);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(text, e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} blobs were said to have no references and had some; they were set right")]
    private partial void LogMiscounted(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bytes at {Key} could not be deleted; the next run tries again")]
    private partial void LogNotDeleted(string key, Exception e);
}
