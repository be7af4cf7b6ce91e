using DocMgmt.Blobs;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Clears what broken uploads left in the store: partial files, and staged bytes that no upload and no blob refers to. A staging name is the
/// only record of such bytes, so it goes last.
/// </summary>
public sealed class StagingSweep(IMediator mediator, IBlobStore store, TimeProvider clock)
{
    /// <summary>Longer than any upload takes between two of its writes, or between its last byte and its commit.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private const int Batch = 500;

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
        var claims = await mediator.Send(new FindStagedClaims.Query(store.Name, [.. keys.Select(k => k.ToString())]), ct);
        foreach (var key in keys)
        {
            var claim = claims.GetValueOrDefault(key.ToString());
            if (claim == StagedClaim.Upload) continue;
            if (claim == StagedClaim.None) await store.DeleteAsync(key, ct);
            await store.UnstageAsync(key, ct);
            removed++;
        }

        return removed;
    }
}
