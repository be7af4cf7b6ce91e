using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Resumable;

/// <summary>
/// Lets one request at a time deal with an upload, on one node. A client whose connection broke comes back before anybody here has noticed: the newest request is the one
/// that somebody waits for, so it ends the one before it, which keeps what came. Nothing ends a request any more that brings the upload to its end. (Between nodes
/// the row decides: whose offset is not the row's any more is told so.)
/// </summary>
/// <param name="patience">How long a request waits until the one before it has ended.</param>
public sealed class ResumableTurns(TimeSpan patience)
{
    private readonly Lock guard = new();
    private readonly Dictionary<Guid, Line> lines = [];

    public ResumableTurns()
        : this(TimeSpan.FromSeconds(10))
    {
    }

    /// <exception cref="Problem">423 <c>upload_busy</c>; 409 <c>upload_taken_over</c>: a newer request came while this one waited.</exception>
    public async Task<Turn> TakeAsync(Guid uploadId, CancellationToken ct)
    {
        Turn mine, before;
        lock (guard)
        {
            var line = lines.GetValueOrDefault(uploadId);
            if (line?.Now.Ends == true) throw Problems.UploadBusy;
            mine = new(this, uploadId);
            if (line is null)
            {
                lines[uploadId] = new() { Now = mine };
                return mine;
            }

            before = line.Now;
            line.Next?.GiveWay();
            line.Next = mine;
        }

        before.TakeOver(); // not under the lock: whatever it continues must hold up nobody
        try
        {
            if (await mine.Granted.WaitAsync(patience, ct)) return mine;
        }
        catch (Exception e)
        {
            mine.Dispose(); // it may have come in this very moment
            throw e is TimeoutException ? Problems.UploadBusy : e;
        }

        mine.Dispose();
        throw Problems.UploadTakenOver;
    }

    private void End(Turn turn)
    {
        lock (guard)
        {
            if (!lines.TryGetValue(turn.UploadId, out var line)) return;
            if (line.Next == turn) line.Next = null;
            if (line.Now != turn) return;
            if (line.Next is { } next)
            {
                (line.Now, line.Next) = (next, null);
                next.Grant();
            }
            else
            {
                lines.Remove(turn.UploadId);
            }
        }
    }

    /// <summary>Who deals with an upload, and who waits to.</summary>
    private sealed class Line
    {
        public required Turn Now { get; set; }
        public Turn? Next { get; set; }
    }

    /// <summary>One request's, until it is disposed of.</summary>
    public sealed class Turn : IDisposable
    {
        private readonly ResumableTurns all;
        private readonly CancellationTokenSource until = new();
        private readonly TaskCompletionSource<bool> granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool ended;

        internal Turn(ResumableTurns all, Guid uploadId) => (this.all, UploadId) = (all, uploadId);

        /// <summary>Cancelled when another request takes over. Not when the client goes away: what is read of it ends by itself then.</summary>
        public CancellationToken Token => until.Token;

        /// <summary>Whether another request took over.</summary>
        public bool IsTakenOver { get; private set; }

        internal Guid UploadId { get; }
        internal bool Ends { get; private set; }

        /// <summary>False when a newer one waits in its place.</summary>
        internal Task<bool> Granted => granted.Task;

        /// <summary>From now on nobody takes over.</summary>
        public void BringToEnd()
        {
            lock (all.guard) Ends = true;
        }

        internal void Grant() => granted.TrySetResult(true);
        internal void GiveWay() => granted.TrySetResult(false);

        internal void TakeOver()
        {
            IsTakenOver = true;
            try
            {
                until.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }

        public void Dispose()
        {
            if (ended) return;
            ended = true;
            all.End(this);
            until.Dispose();
        }
    }
}
