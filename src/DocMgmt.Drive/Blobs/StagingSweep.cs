using DocMgmt.Blobs;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Clears what broken uploads left in the store: partial files, and staged bytes that no upload and no blob refers to. A staging name is the
/// only record of such bytes, so it goes last. An upload that was asleep all the while finds its key in <c>blob_deletions</c> and fails.
/// </summary>
public sealed class StagingSweep(IMediator mediator, IBlobStore store, TimeProvider clock)
{
    /// <summary>Longer than any upload takes between two of its writes, or between its last byte and its commit; one that takes longer fails, and loses nothing.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private const int Batch = 200; // as many advisory locks at a time

    /// <returns>How many partial files and staging names it removed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var olderThan = clock.GetUtcNow().UtcDateTime - Age;
        var removed = await store.DeletePartialAsync(olderThan, ct);
        var keys = new List<BlobKey>(Batch);
        await foreach (var key in store.ListStagedAsync(olderThan, ct))
        {
            keys.Add(key);
            if (keys.Count < Batch) continue;
            removed += await RemoveAsync(keys, ct);
            keys.Clear();
        }

        return removed + await RemoveAsync(keys, ct);
    }

    private async Task<int> RemoveAsync(List<BlobKey> keys, CancellationToken ct)
    {
        var removed = 0;
        var fates = await mediator.Send(new ClaimStagedKeys.Command(store.Name, keys), ct);
        foreach (var key in keys)
        {
            var fate = fates[key.ToString()];
            if (fate == StagedFate.Stays) continue;
            await (fate == StagedFate.Kept ? store.UnstageAsync(key, ct) : store.DiscardAsync(key, ct));
            removed++;
        }

        return removed;
    }
}
