using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Versions;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>The uploads whose bytes pass through this service: what happens between the messages, for every head.</summary>
public sealed class Uploads(IMediator mediator, Reception reception, Proofs proofs, DirectUploads direct, UploadLimits limits)
{
    /// <summary>Takes one file in one request.</summary>
    public Task<UploadedFile> ReceiveAsync(UploadRequest upload, Stream content, CancellationToken ct) =>
        ReceiveAsync(upload, content, (copy, length, mimeType) => new CommitUpload.Command(upload, copy, length, mimeType), ct);

    /// <summary>Takes one file from wherever its bytes are.</summary>
    /// <param name="commit">What makes the version, given where the bytes were published, their length and the MIME type.</param>
    internal async Task<UploadedFile> ReceiveAsync(
        UploadRequest upload, Stream content, Func<BlobLocation, long, string, IRequest<UploadedFile>> commit, CancellationToken ct)
    {
        var (admitted, allowed) = (await mediator.Send(new AdmitUpload.Query(upload), ct), limits.For(upload));
        if (admitted.Answer is { } before) return before;

        Received received;
        try
        {
            received = await reception.StageAsync(content, admitted.MaxBytes, upload.SizeBytes, upload.Checksum, ct);
        }
        catch (BlobTooLargeException)
        {
            throw admitted.MaxBytes < allowed.MaxBytes ? Problems.QuotaExceeded(null) : Problems.TooLarge(allowed.MaxBytes);
        }

        var (copy, length, firstBytes) = received;
        var mimeType = MimeType.Of(upload.MimeType, upload.ItemName, firstBytes);
        if (!allowed.Allows(mimeType) || (upload.Terms?.Types is not null && MimeTypeByContent.Contradicts(mimeType, firstBytes)))
        {
            await reception.DiscardAsync(copy);
            throw Problems.TypeNotAllowed(mimeType);
        }

        UploadedFile? done = null;
        var referred = await reception.ReferAsync(copy, shared: false, async () =>
        {
            done = await mediator.Send(commit(copy, length, mimeType), ct);
            return new StoredCopy(done.StoredIn, done.StoredKey, length, done.Suspected);
        }, ct);
        return referred ? done! : throw Problems.Unavailable;
    }

    /// <summary>Takes the bytes of an announced upload; may be done again until it is completed. The caller bears its signed URL.</summary>
    /// <param name="contentLength">As the request says; null when it does not.</param>
    public async Task ReceiveAsync(long versionId, long? contentLength, Stream content, CancellationToken ct)
    {
        var pending = await mediator.Send(new FindPendingUpload.Query(versionId), ct);
        if (contentLength is { } length && length != pending.SizeBytes) throw Problems.SizeMismatch(pending.SizeBytes, length);

        Received received;
        try
        {
            received = await reception.StageAsync(content, pending.SizeBytes, pending.SizeBytes, pending.Sha256, ct);
        }
        catch (BlobTooLargeException)
        {
            throw Problems.SizeMismatch(pending.SizeBytes, pending.SizeBytes + 1);
        }

        var mimeType = MimeType.Of(pending.MimeType, pending.ItemName, received.FirstBytes);
        BlobLocation? replaced;
        try
        {
            if (!limits.Allows(mimeType)) throw Problems.TypeNotAllowed(mimeType);
            replaced = await mediator.Send(new RecordStagedBytes.Command(versionId, received.Copy, mimeType), ct);
        }
        catch (Problem e) when (e.Code != Problems.OutcomeUnknownCode)
        {
            await reception.DiscardAsync(received.Copy);
            throw;
        }

        if (replaced is { } old) await reception.DiscardAsync(old);
    }

    /// <summary>Gives a pending upload up, with the bytes that it received.</summary>
    /// <exception cref="Problem">404; 409 <c>upload_completed</c>.</exception>
    public async Task AbandonAsync(long versionId, CancellationToken ct)
    {
        var left = await mediator.Send(new AbandonUpload.Command(versionId), ct);
        if (left.Staged is { } staged) await reception.DiscardAsync(staged);
        await direct.RemoveAsync(left.Upload);
    }

    /// <summary>Makes the version whose bytes were received or, with a proof, are there already; done again, it gives the same answer.</summary>
    /// <param name="parts">What the store answered to each part of a content that went straight there in parts.</param>
    public async Task<FileVersion> CompleteAsync(long versionId, Sha256Hash? proof, IReadOnlyList<SentPart>? parts, CancellationToken ct)
    {
        BlobLocation? missing = null;
        // More than one round only when the bytes are adopted, were PUT again, or somebody else completed, between the messages.
        for (var round = 0; round < 5; round++)
        {
            var upload = await mediator.Send(new FindUpload.Query(versionId), ct);
            if (upload.DoneAs is { } itemId) return await mediator.Send(new GetVersion.Query(itemId, versionId), ct);
            if (upload.Completed) throw Problems.NotFound; // its version is gone again
            if (upload.ParentTrashed) throw Problems.ParentTrashed;
            if (proof is { } answer) return await proofs.CompleteAsync(versionId, answer, ct);
            if (upload.Staged is not { } copy || copy == missing)
            {
                if (!await direct.AdoptAsync(versionId, parts, ct)) throw Problems.UploadIncomplete;
                missing = null;
                continue;
            }

            CompleteUpload.Completed? done = null;
            bool referred;
            try
            {
                referred = await reception.ReferAsync(copy, shared: true, async () =>
                {
                    done = await mediator.Send(new CompleteUpload.Command(versionId, copy), ct);
                    return done.Stored;
                }, ct);
            }
            catch (StagedBytesReplacedException)
            {
                await reception.DiscardAsync(copy);
                continue;
            }

            if (referred && done!.Version is { } version) return version;
            if (!referred) missing = copy;
        }

        throw Problems.Unavailable;
    }
}
