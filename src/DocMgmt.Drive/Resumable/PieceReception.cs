using System.Collections.Concurrent;
using System.Data.Common;
using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Resumable;

/// <summary>Receives the bytes of one request as pieces that count, and puts pieces away again.</summary>
public sealed partial class PieceReception(IMediator mediator, BlobStores stores, PieceLimits limits, ILogger<PieceReception> log)
{
    /// <summary>How long one request may go on.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromHours(12);

    private const int DeletionsAtOnce = 8;

    /// <param name="Upload">As it is now.</param>
    /// <param name="Last">What its end needs beside the pieces that count: with it, it is whole. Null: it is not, or it needs nothing.</param>
    /// <param name="BrokenBy">What the request broke off with; null when it came to its end.</param>
    internal sealed record Outcome(ResumableUpload Upload, StoredPiece? Last, Exception? BrokenBy);

    /// <summary>
    /// Each piece counts as soon as it is stored, so that no more than one is lost by a crash; where the request has a checksum, all count at its end. The piece that makes a
    /// file whole does not count: it goes on as the upload's end, which may fail, and then is sent again.
    /// </summary>
    /// <exception cref="Problem">409 <c>offset_mismatch</c>; 403 <c>quota_exceeded</c>; 422 <c>size_mismatch</c>; 460: pieces that did not count are put away.</exception>
    internal async Task<Outcome> ReceiveAsync(ResumableUpload upload, SentBytes bytes, CancellationToken ct)
    {
        using var hashed = bytes.Checksum is { } checksum ? new HashedStream(bytes.Content, checksum) : null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var (store, content) = (stores.Current, hashed ?? bytes.Content);
        var room = upload.ReceivedBytes + upload.RoomBytes; // also for what counts at the end only
        var pending = new List<StoredPiece>();
        try
        {
            while (true)
            {
                var offset = upload.ReceivedBytes + pending.Sum(p => p.SizeBytes);
                var most = Math.Min(Math.Min(limits.PieceBytes, upload.SizeBytes - offset), room - offset);
                var piece = most > 0 ? await store.Pieces.WriteAsync(content, most, patience.Token) : await NoMoreAsync(content, offset < upload.SizeBytes, patience.Token);
                if (piece.Length > 0) pending.Add(new() { Store = store.Name, Name = piece.Name, SizeBytes = piece.Length });
                var isWhole = offset + piece.Length == upload.SizeBytes;
                var isEnd = isWhole || piece.Length == 0 || piece.BrokenBy is not null;
                if (isWhole && piece.BrokenBy is null && bytes.Length is null) await CheckForMoreAsync(content, upload, patience.Token);
                if (hashed is not null && piece.BrokenBy is not null)
                {
                    await PutAwayAsync(pending);
                    return new(upload, null, piece.BrokenBy);
                }

                if (isEnd && hashed?.Fits() == false) throw Problems.RequestChecksumMismatch;

                var last = isWhole && upload.Kind == ResumableKind.Whole && pending.Count > 0 ? pending[^1] : null;
                if (hashed is null || isEnd) upload = await CountAsync(upload, last is null ? pending : pending[..^1]);
                if (hashed is null || isEnd) pending = last is null ? [] : [last];
                if (isEnd) return new(upload, last, piece.BrokenBy);
            }
        }
        catch (Exception e) when (e is not Problem { Code: Problems.OutcomeUnknownCode }) // they may count
        {
            await PutAwayAsync(pending);
            throw;
        }
    }

    /// <summary>Deletes pieces that nothing counts on; what can't be deleted now is left to <see cref="PieceSweep"/>.</summary>
    /// <returns>How many it deleted.</returns>
    internal async Task<int> PutAwayAsync(IReadOnlyCollection<StoredPiece> pieces)
    {
        var gone = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(pieces, new ParallelOptions { MaxDegreeOfParallelism = DeletionsAtOnce }, async (piece, _) =>
        {
            try
            {
                await stores.Of(piece.Store).Pieces.DeleteAsync(piece.Name, CancellationToken.None);
                gone.Add(piece.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogLeftBehind(piece.Name, e);
            }
        });
        if (!gone.IsEmpty) await ForgetAsync([.. gone]);
        return gone.Count;
    }

    // What was done before stays done, whatever becomes of this: rows that are left lead clean-up to what is gone already.
    private async Task ForgetAsync(string[] names)
    {
        try
        {
            await mediator.Send(new ForgetPieces.Command(names), CancellationToken.None);
        }
        catch (Exception e) when (e is Problem or DbException)
        {
            LogLeftBehind(names[0], e);
        }
    }

    // What came is kept, though its sender may be gone.
    private async Task<ResumableUpload> CountAsync(ResumableUpload upload, List<StoredPiece> pieces) =>
        pieces.Count == 0 ? upload : await mediator.Send(new CountPieces.Command(upload.Id, upload.ReceivedBytes, pieces), CancellationToken.None);

    // Where there is room for no byte more, none must come.
    private static async Task<Piece> NoMoreAsync(Stream content, bool mayCome, CancellationToken ct)
    {
        try
        {
            return mayCome && await content.ReadAsync(new byte[1], ct) > 0 ? throw Problems.QuotaExceeded(null) : new("", 0, null);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return new("", 0, e);
        }
    }

    private static async Task CheckForMoreAsync(Stream content, ResumableUpload upload, CancellationToken ct)
    {
        if (await content.ReadAsync(new byte[1], ct) > 0) throw Problems.SizeMismatch(upload.SizeBytes, upload.SizeBytes + 1);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The piece {Name} is left for clean-up")]
    private partial void LogLeftBehind(string name, Exception e);
}
