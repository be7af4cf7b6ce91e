using System.Data.Common;
using System.Runtime.ExceptionServices;
using DocMgmt.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Resumable;

/// <summary>Uploads that come in several requests, for every head: what happens between the messages (README.md).</summary>
public sealed partial class ResumableUploads(
    IMediator mediator, BlobStores stores, Uploads uploads, UploadLimits limits, PieceReception reception, ResumableTurns turns, TimeProvider clock, ILogger<ResumableUploads> log)
{
    private ResumablePlace place = ResumablePlace.Anywhere;

    /// <summary>Once, for the caller of this scope.</summary>
    internal ResumableUploads In(ResumablePlace only)
    {
        place = only;
        return this;
    }

    /// <summary>Begins an upload; a final one ends at once.</summary>
    /// <param name="bytes">What the same request sent of it; null: nothing.</param>
    /// <exception cref="Problem">As for any upload; 409 <c>parts_incomplete</c>, <c>too_many_uploads</c>.</exception>
    public async Task<ResumableUpload> StartAsync(ResumableRequest request, SentBytes? bytes, CancellationToken ct)
    {
        request = place.Take(request);
        var size = request.SizeBytes ?? await SumAsync(request, ct);
        if (request.Kind == ResumableKind.Partial) limits.For(place.Terms).CheckSize(size);
        else await mediator.Send(new AdmitUpload.Query(Terms(new(request.ParentId, request.ItemName!, size, request.MimeType, request.Checksum, request.OnConflict)), Announces: true), ct);
        var upload = await mediator.Send(new CreateResumable.Command(
            request.Kind, request.ParentId, request.ItemName, request.MimeType, request.Checksum, request.OnConflict, request.Metadata, request.PartIds?.ToArray(), size), ct);
        if (bytes is null && size > 0 && request.Kind != ResumableKind.Final) return upload;
        try
        {
            return request.Kind == ResumableKind.Final ? await EndAloneAsync(upload, ct) : await AppendAsync(upload.Id, 0, bytes ?? new(Stream.Null, 0, null), ct);
        }
        catch (Exception e) when (e is not Problem { Code: Problems.OutcomeUnknownCode })
        {
            await TryRemoveAsync(upload.Id); // nobody was told where it is
            throw;
        }
    }

    /// <summary>An upload as it is once the request has ended that was sending to it.</summary>
    /// <exception cref="Problem">404; 423 <c>upload_busy</c>.</exception>
    public async Task<ResumableUpload> FindAsync(Guid id, CancellationToken ct)
    {
        await mediator.Send(new FindResumable.Query(id), ct); // who may not know of it ends nobody's request
        using var turn = await turns.TakeAsync(id, ct);
        return await mediator.Send(new FindResumable.Query(id), ct);
    }

    /// <summary>Takes bytes. What came before a connection breaks is kept. The last one makes the file, whoever still waits for it.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <exception cref="Problem">404; 409 <c>offset_mismatch</c>, <c>upload_taken_over</c>; 403 <c>final_takes_no_bytes</c>; 422 <c>size_mismatch</c>; 423; 460; and, with the last one, as for any upload.</exception>
    public async Task<ResumableUpload> AppendAsync(Guid id, long offset, SentBytes bytes, CancellationToken ct)
    {
        await mediator.Send(new FindResumable.Query(id), ct);
        using var turn = await turns.TakeAsync(id, ct);
        DriveMetrics.ReceivingChanged(1);
        try
        {
            return await AppendAsync(turn, id, offset, bytes, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw turn.IsTakenOver ? Problems.UploadTakenOver : Problems.RequestTimeout;
        }
        finally
        {
            DriveMetrics.ReceivingChanged(-1);
        }
    }

    /// <summary>Gives an upload up; a file that it became stays.</summary>
    /// <exception cref="Problem">404; 423 <c>upload_busy</c>.</exception>
    public async Task RemoveAsync(Guid id, CancellationToken ct)
    {
        using var turn = await IsOpenAsync(id, ct) ? await turns.TakeAsync(id, ct) : null;
        await reception.PutAwayAsync(await mediator.Send(new DeleteResumable.Command(id, place.FolderId is not null), ct));
    }

    // Who may not send to it any more has no request under way that would have to be ended.
    private async Task<bool> IsOpenAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await mediator.Send(new FindResumable.Query(id), ct);
            return true;
        }
        catch (Problem e) when (e.Code == Problems.NotFound.Code || e.Code == Problems.Forbidden.Code)
        {
            return false;
        }
    }

    private async Task<ResumableUpload> AppendAsync(ResumableTurns.Turn turn, Guid id, long offset, SentBytes bytes, CancellationToken ct)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct, turn.Token);
        using var admission = place.TakeTurn is { } take ? await take(waiting.Token) : null;
        var upload = await mediator.Send(new FindResumable.Query(id), ct);
        if (upload.Kind == ResumableKind.Final) throw Problems.FinalTakesNoBytes;
        if (offset != upload.ReceivedBytes) throw Problems.OffsetMismatch(upload.ReceivedBytes);
        if (bytes.Length > upload.SizeBytes - offset) throw Problems.SizeMismatch(upload.SizeBytes, offset + bytes.Length.Value);
        if (bytes.Length > upload.RoomBytes) throw Problems.QuotaExceeded(null);
        if (upload.IsOver) return upload;

        var received = await reception.ReceiveAsync(upload, bytes, turn.Token);
        if (received.Last is not null || upload.SizeBytes == 0)
        {
            turn.BringToEnd();
            return await EndAsync(received.Upload, received.Last);
        }

        if (received.BrokenBy is { } broken) ExceptionDispatchInfo.Throw(broken);
        return received.Upload;
    }

    private async Task<long> SumAsync(ResumableRequest request, CancellationToken ct)
    {
        var parts = await mediator.Send(new FindPartials.Query(request.ParentId, [.. request.PartIds!]), ct);
        if (parts.Count < request.PartIds!.Count) throw Problems.Invalid("Upload-Concat", "Name partial uploads of your own, by their addresses, that have not expired.");
        return parts.All(p => p.ReceivedBytes == p.SizeBytes) ? parts.Sum(p => p.SizeBytes) : throw Problems.PartsIncomplete;
    }

    private async Task<ResumableUpload> EndAloneAsync(ResumableUpload upload, CancellationToken ct)
    {
        using var admission = place.TakeTurn is { } take ? await take(ct) : null;
        return await EndAsync(upload, null);
    }

    // Begun, it is brought to its end whether or not the client still waits: it may have gone for good in the belief that everything was sent.
    private async Task<ResumableUpload> EndAsync(ResumableUpload upload, StoredPiece? last)
    {
        var pieces = new List<StoredPiece>();
        try
        {
            pieces.AddRange(await mediator.Send(new TakePieces.Command(upload.Id, upload.ReceivedBytes), CancellationToken.None));
            if (last is not null) pieces.Add(last);
            if (upload.Kind == ResumableKind.Final && pieces.Sum(p => p.SizeBytes) != upload.SizeBytes) throw Problems.PartsIncomplete; // one was given up meanwhile
            await using var content = new JoinedPieces(stores, pieces);
            var request = Terms(new(upload.ParentId, upload.ItemName!, upload.SizeBytes, upload.MimeType, upload.Sha256, upload.OnConflict));
            var done = await uploads.ReceiveAsync(request, content, (copy, length, mimeType) => new CommitResumable.Command(upload.Id, request, copy, length, mimeType), CancellationToken.None);
            await reception.PutAwayAsync(pieces);
            return upload with { ReceivedBytes = upload.SizeBytes, CompletedAt = clock.GetUtcNow().UtcDateTime, ItemId = done.Id };
        }
        catch (PieceLostException e)
        {
            if (last is not null) await reception.PutAwayAsync([last]);
            if (upload.Kind == ResumableKind.Final) throw Problems.PartsIncomplete; // they became another file meanwhile
            LogLost(upload.Id, e);
            await TryRemoveAsync(upload.Id);
            throw Problems.NotFound;
        }
        catch when (last is not null)
        {
            await reception.PutAwayAsync([last]); // it does not count, and comes again
            throw;
        }
    }

    private UploadRequest Terms(UploadRequest upload) => upload with { Terms = place.Terms };

    private async Task TryRemoveAsync(Guid id)
    {
        try
        {
            await reception.PutAwayAsync(await mediator.Send(new DeleteResumable.Command(id, place.FolderId is not null), CancellationToken.None));
        }
        catch (Exception e) when (e is Problem or IOException or DbException)
        {
            // Then it goes with its time.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The upload {Id} is given up")]
    private partial void LogLost(Guid id, Exception e);
}
