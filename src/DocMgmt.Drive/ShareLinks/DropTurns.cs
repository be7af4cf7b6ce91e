using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>
/// Lets a link receive a few files at a time on one node; others wait, unread, for their turn, but not for ever. What is received but not yet stored is bounded
/// by the drive's room for each of them only: without turns, whoever has the link could fill the disk with files that nobody will refer to. One network has half of them
/// at the most: whoever sends a byte a second keeps others waiting, and out of no link.
/// </summary>
/// <param name="patience">How long somebody waits; 30 seconds unless said.</param>
public sealed class DropTurns(TimeSpan? patience = null)
{
    private const int AtOnce = 8, OfOneNetwork = AtOnce / 2;

    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(30);
    private readonly Lock guard = new();
    private readonly Dictionary<long, Line> lines = [];

    /// <summary>A turn, until it is disposed of.</summary>
    /// <param name="network">Where the sender is.</param>
    /// <exception cref="Problem">503 <c>link_busy</c>: others kept theirs.</exception>
    public async Task<IDisposable> TakeAsync(long linkId, string network, CancellationToken ct)
    {
        var turn = new Turn(this, linkId, network);
        lock (guard)
        {
            if (!lines.TryGetValue(linkId, out var line)) lines[linkId] = line = new();
            line.Waiting.AddLast(turn);
            line.Serve();
        }

        try
        {
            await turn.Granted.Task.WaitAsync(patience, ct);
            return turn;
        }
        catch (TimeoutException)
        {
            turn.Dispose(); // it may have come in this very moment
            throw Problems.LinkBusy;
        }
        catch (OperationCanceledException)
        {
            turn.Dispose();
            throw;
        }
    }

    private void End(Turn turn)
    {
        lock (guard)
        {
            var line = lines[turn.LinkId];
            if (!line.Waiting.Remove(turn)) line.Served.Remove(turn);
            line.Serve();
            if (line.Served.Count == 0) lines.Remove(turn.LinkId); // then nobody waits either
        }
    }

    private sealed class Line
    {
        public List<Turn> Served { get; } = [];
        public LinkedList<Turn> Waiting { get; } = [];

        /// <summary>In the order of arrival, but for those whose network has its half.</summary>
        public void Serve()
        {
            while (Served.Count < AtOnce && Waiting.FirstOrDefault(w => Served.Count(s => s.Network == w.Network) < OfOneNetwork) is { } next)
            {
                Waiting.Remove(next);
                Served.Add(next);
                next.Granted.SetResult();
            }
        }
    }

    private sealed class Turn(DropTurns turns, long linkId, string network) : IDisposable
    {
        private bool ended;

        public long LinkId => linkId;
        public string Network => network;
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            if (ended) return;
            ended = true;
            turns.End(this);
        }
    }
}
