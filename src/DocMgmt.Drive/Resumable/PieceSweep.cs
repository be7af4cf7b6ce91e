using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Deletes pieces of uploads that nothing counts on: of broken requests, of uploads that ended or were forgotten.</summary>
public sealed class PieceSweep(IMediator mediator, BlobStores stores, PieceReception reception, TimeProvider clock)
{
    /// <summary>Twice as long as a request may take, whose pieces count at its end only.</summary>
    private static readonly TimeSpan Age = 2 * PieceReception.Patience;

    private const int Batch = 500;

    /// <returns>How many it deleted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var deleted = await DeleteLeftAsync(ct);
        foreach (var store in stores.All)
        {
            await foreach (var names in store.Pieces.ListAsync(clock.UtcNow() - Age, ct).Chunk(Batch).WithCancellation(ct))
            {
                var known = (await mediator.Send(new FindKnownPieces.Query(names), ct)).ToHashSet(StringComparer.Ordinal);
                foreach (var name in names.Where(n => !known.Contains(n)))
                {
                    await store.Pieces.DeleteAsync(name, ct);
                    deleted++;
                }
            }
        }

        return deleted;
    }

    /// <summary>Of uploads that ended or were forgotten: known by name, whatever their age.</summary>
    private async Task<int> DeleteLeftAsync(CancellationToken ct)
    {
        var deleted = 0;
        for (var after = ""; ;)
        {
            var left = await mediator.Send(new FindLeftPieces.Query(Batch, after), ct);
            deleted += await reception.PutAwayAsync(left);
            if (left.Count < Batch) return deleted;
            after = left[^1].Name;
        }
    }
}
