using System.Collections.Concurrent;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>
/// Lets a link receive a few files at a time on one node; others wait, unread, for their turn. What is received but not yet stored is bounded by the drive's
/// room for each of them only: without turns, whoever has the link could fill the disk with files that nobody will refer to.
/// </summary>
public sealed class DropTurns
{
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<long, SemaphoreSlim> links = new();

    /// <summary>A turn, until it is disposed of.</summary>
    public async Task<IDisposable> TakeAsync(long linkId, CancellationToken ct)
    {
        var turns = links.GetOrAdd(linkId, _ => new(AtOnce));
        await turns.WaitAsync(ct);
        return new Turn(turns);
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
