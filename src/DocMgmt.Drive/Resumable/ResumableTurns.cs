using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Resumable;

/// <summary>
/// Lets one request at a time deal with an upload, on one node. A client whose connection broke comes back before anybody here has noticed: the newest request is the one
/// that somebody waits for, so it ends the one before it, which keeps what came. Nothing ends a request any more that brings the upload to its end. (Between nodes
/// the row decides: whose offset is not the row's any more is told so.)
/// </summary>
/// <param name="patience">How long a request waits until the one before it has ended; 10 seconds unless said.</param>
public sealed class ResumableTurns(TimeSpan? patience = null)
{
    private readonly TimeSpan patience = patience ?? TimeSpan.FromSeconds(10);
    private readonly Lock guard = new();
    private readonly Dictionary<Guid, Turn> turns = [];

    /// <exception cref="Problem">423 <c>upload_busy</c>.</exception>
    public async Task<Turn> TakeAsync(Guid uploadId, CancellationToken ct)
    {
        var mine = new Turn(this, uploadId, ct);
        try
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
            waiting.CancelAfter(patience);
            while (true)
            {
                Turn? before;
                lock (guard)
                {
                    if (!turns.TryGetValue(uploadId, out before)) turns[uploadId] = mine;
                }

                if (before is null) return mine;
                if (!before.TakeOver()) throw Problems.UploadBusy;
                await before.Ended.WaitAsync(waiting.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            mine.Dispose();
            throw Problems.UploadBusy;
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    /// <summary>One request's, until it is disposed of.</summary>
    public sealed class Turn : IDisposable
    {
        private readonly ResumableTurns all;
        private readonly Guid uploadId;
        private readonly CancellationTokenSource until;
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool ends;

        internal Turn(ResumableTurns all, Guid uploadId, CancellationToken ct) =>
            (this.all, this.uploadId, until) = (all, uploadId, CancellationTokenSource.CreateLinkedTokenSource(ct));

        /// <summary>Cancelled when the request's client goes away, or another request takes over.</summary>
        public CancellationToken Token => until.Token;

        /// <summary>Whether another request took over.</summary>
        public bool IsTakenOver { get; private set; }

        internal Task Ended => ended.Task;

        /// <summary>From now on nobody takes over.</summary>
        public void BringToEnd()
        {
            lock (all.guard) ends = true;
        }

        internal bool TakeOver()
        {
            lock (all.guard)
            {
                if (ends) return false;
                if (ended.Task.IsCompleted) return true;
                IsTakenOver = true;
                until.Cancel();
                return true;
            }
        }

        public void Dispose()
        {
            lock (all.guard)
            {
                if (all.turns.GetValueOrDefault(uploadId) == this) all.turns.Remove(uploadId);
                if (!ended.TrySetResult()) return;
                until.Dispose();
            }
        }
    }
}
