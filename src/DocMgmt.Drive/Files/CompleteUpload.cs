using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Refers to the bytes that an announced upload received: makes its version, under the name that is free by now.</summary>
public static class CompleteUpload
{
    /// <param name="Key">Of the staged bytes, which were published.</param>
    public sealed record Command(long VersionId, BlobKey Key) : ICommand<Completed>, ILocking, IFingerprinted, IAudited<Completed>
    {
        public Access Access => Access.ToUpload(VersionId, Level.Write);
        public Locks Locks => Locks.Upload | Locks.Folder;
        public object Fingerprint => new { VersionId };
        public AuditEntry? Audit(Completed done) => done.File is { } file ? UploadAudit.Of(file) : null;
    }

    /// <param name="Version">Null when somebody else completed meanwhile: look again.</param>
    /// <param name="Stored">The copy that the version refers to; none when this command made no reference.</param>
    public sealed record Completed(FileVersion? Version, StoredCopy Stored)
    {
        internal UploadedFile? File { get; init; }
    }

    internal sealed class Handler(Db db, VersionWriter versions) : IRequestHandler<Command, Completed>
    {
        public async Task<Completed> Handle(Command command, CancellationToken ct)
        {
            // Under the row's lock, which the pipeline took.
            var upload = await db.SingleAsync<PendingUpload>(PendingUpload.Select, command, ct);
            // Completed by somebody else: perhaps with these very bytes, which are then to stay.
            if (upload.CompletedAt is not null) return new(null, new(upload.StoredKey ?? "", false));
            if (upload.StagedKey != command.Key.ToString()) throw new StagedBytesReplacedException();

            var file = await versions.WriteAsync(
                new(upload.ItemName, upload.StagedMime!, command.Key.Hash, upload.SizeBytes, upload.Conflict,
                    command.Key, upload.ItemId, command.VersionId), ct);
            var version = await PendingUpload.CompleteAsync(db, command.VersionId, ct);
            return new(version, new(file.StoredKey, file.Suspected)) { File = file };
        }
    }
}

/// <summary>Other bytes were PUT since the ones that were to be completed. Thrown, and not answered, so that no Idempotency-Key keeps it.</summary>
internal sealed class StagedBytesReplacedException() : Exception("Other bytes were PUT meanwhile.");
