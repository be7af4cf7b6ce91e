using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Refers to the bytes that an announced upload received: makes its version, under the name that is free by now.</summary>
public static class CompleteUpload
{
    /// <param name="Copy">The staged bytes, which were published.</param>
    public sealed record Command(long VersionId, BlobLocation Copy) : ICommand<Completed>, ILocking, IFingerprinted, IAudited<Completed>
    {
        public Access Access => Access.ToUpload(VersionId, Level.Write);
        public Locks Locks => Locks.Upload | Locks.Folder;
        public object Fingerprint => new { VersionId };
        public AuditEntry? Audit(Completed done) => done.File is { } file ? UploadAudit.Of(file) : null;
    }

    /// <param name="Version">Null when somebody else completed meanwhile: look again.</param>
    public sealed record Completed(FileVersion? Version)
    {
        internal UploadedFile? File { get; init; }

        /// <summary>The copy that the version refers to; null when it was made before, by who settles that.</summary>
        internal StoredCopy? Stored { get; init; }
    }

    internal sealed class Handler(Db db, VersionWriter versions, UploadPrecondition precondition) : IRequestHandler<Command, Completed>
    {
        public async Task<Completed> Handle(Command command, CancellationToken ct)
        {
            // Under the row's lock, which the pipeline took.
            var upload = await db.SingleAsync<PendingUpload>(PendingUpload.Select, command, ct);
            if (upload.CompletedAt is not null) return new((FileVersion?)null);
            if (upload.Staged != command.Copy) throw new StagedBytesReplacedException();

            var file = await versions.WriteAsync(await precondition.JudgeAsync(
                new(upload.ItemName, upload.StagedMime!, command.Copy.Key.Hash, upload.SizeBytes, upload.Conflict,
                    command.Copy, upload.ItemId, command.VersionId), ct), ct);
            var version = await PendingUpload.CompleteAsync(db, command.VersionId, ct);
            return new(version) { File = file, Stored = new(file.StoredIn, file.StoredKey, upload.SizeBytes, file.Suspected) };
        }
    }
}

/// <summary>Other bytes were PUT since the ones that were to be completed. Thrown, and not answered, so that no Idempotency-Key keeps it.</summary>
internal sealed class StagedBytesReplacedException() : Exception("Other bytes were PUT meanwhile.");
