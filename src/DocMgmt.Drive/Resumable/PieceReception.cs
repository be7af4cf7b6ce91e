using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Resumable;

/// <summary>Receives the bytes of one request as pieces that count, and puts pieces away again.</summary>
public sealed partial class PieceReception(IMediator mediator, BlobStores stores, ILogger<PieceReception> log)
{
    /// <summary>How long one request may go on.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromHours(12);

    private const long PieceBytes = 64 << 20;
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
        var pending = new List<StoredPiece>();
        try
        {
            while (true)
            {
                var offset = upload.ReceivedBytes + pending.Sum(p => p.SizeBytes);
                var piece = await store.Pieces.WriteAsync(content, Math.Min(PieceBytes, upload.SizeBytes - offset), patience.Token);
                if (piece.Length > 0) pending.Add(new() { Store = store.Name, Name = piece.Name, SizeBytes = piece.Length });
                var isWhole = offset + piece.Length == upload.SizeBytes;
                var isEnd = isWhole || piece.Length == 0 || piece.BrokenBy is not null;
                if (isWhole && piece.BrokenBy is null && bytes.Length is null) await CheckForMoreAsync(content, upload, patience.Token);
                if (isEnd && hashed is not null && (piece.BrokenBy is not null || !hashed.Fits()))
                {
                    await PutAwayAsync(pending);
                    return piece.BrokenBy is null ? throw Problems.RequestChecksumMismatch : new(upload, null, piece.BrokenBy);
                }

                var last = isWhole && upload.Kind == ResumableKind.Whole && pending.Count > 0 ? pending[^1] : null;
                if (hashed is null || isEnd) upload = await CountAsync(upload, last is null ? pending : pending[..^1]);
                if (hashed is null || isEnd) pending = last is null ? [] : [last];
                if (isEnd) return new(upload, last, piece.BrokenBy);
            }
        }
        catch
        {
            await PutAwayAsync(pending);
            throw;
        }
    }

    /// <summary>Deletes pieces that nothing counts on; what can't be deleted now is left to <see cref="PieceSweep"/>.</summary>
    internal async Task PutAwayAsync(IReadOnlyCollection<StoredPiece> pieces)
    {
        try
        {
            await Parallel.ForEachAsync(pieces, new ParallelOptions { MaxDegreeOfParallelism = DeletionsAtOnce },
                async (piece, _) => await stores.Of(piece.Store).Pieces.DeleteAsync(piece.Name, CancellationToken.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeftBehind(pieces.Count, e);
        }
    }

    // What came is kept, though its sender may be gone.
    private async Task<ResumableUpload> CountAsync(ResumableUpload upload, List<StoredPiece> pieces) =>
        pieces.Count == 0 ? upload : await mediator.Send(new CountPieces.Command(upload.Id, upload.ReceivedBytes, pieces), CancellationToken.None);

    private static async Task CheckForMoreAsync(Stream content, ResumableUpload upload, CancellationToken ct)
    {
        if (await content.ReadAsync(new byte[1], ct) > 0) throw Problems.SizeMismatch(upload.SizeBytes, upload.SizeBytes + 1);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} pieces of an upload are left for clean-up")]
    private partial void LogLeftBehind(int count, Exception e);
}
