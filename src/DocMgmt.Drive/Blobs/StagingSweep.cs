using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Clears what broken uploads left in the store: partial files, and staged bytes that no upload and no blob refers to. A staging name is the
/// only record of such bytes, so it goes last. An upload that was asleep all the while finds its key in <c>blob_deletions</c> and fails.
/// </summary>
public sealed class StagingSweep(IMediator mediator, BlobStores stores, Healing healing, TimeProvider clock)
{
    /// <summary>Longer than any upload takes between two of its writes, or between its last byte and its commit; one that takes longer fails, and loses nothing.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private const int Batch = 200; // as many advisory locks at a time

    /// <returns>How many partial files and staging names it removed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var removed = 0;
        foreach (var store in stores.All) removed += await RunAsync(store, ct);
        return removed;
    }

    private async Task<int> RunAsync(IBlobStore store, CancellationToken ct)
    {
        var olderThan = clock.UtcNow() - Age;
        var removed = await store.DeletePartialAsync(olderThan, ct);
        var keys = new List<BlobKey>(Batch);
        await foreach (var key in store.ListStagedAsync(olderThan, ct))
        {
            keys.Add(key);
            if (keys.Count < Batch) continue;
            removed += await RemoveAsync(store, keys, ct);
            keys.Clear();
        }

        return removed + await RemoveAsync(store, keys, ct);
    }

    private async Task<int> RemoveAsync(IBlobStore store, List<BlobKey> keys, CancellationToken ct)
    {
        var removed = 0;
        var claims = await ClaimAsync(store, keys, judged: false, ct);
        foreach (var key in keys)
        {
            var claim = claims[key.ToString()];
            // Its upload died before it looked whether the other copy is good.
            if (claim is { Fate: StagedFate.Spare, Other: { } other } && !await healing.KeepsAsync(other, new(store.Name, key), ct))
                claim = (await ClaimAsync(store, [key], judged: true, ct))[key.ToString()];
            if (claim.Fate == StagedFate.Stays) continue;
            await (claim.Fate == StagedFate.Abandoned ? store.DiscardAsync(key, ct) : store.UnstageAsync(key, ct));
            removed++;
        }

        return removed;
    }

    private Task<Dictionary<string, ClaimStagedKeys.Claim>> ClaimAsync(IBlobStore store, List<BlobKey> keys, bool judged, CancellationToken ct) =>
        mediator.Send(new ClaimStagedKeys.Command(store.Name, keys, clock.UtcNow() - Age, judged), ct);
}
