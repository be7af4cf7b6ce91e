using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Makes the version of an announced upload from content that is there already, whose possession the caller has proved.</summary>
internal static class CompleteByProof
{
    public sealed record Command(long VersionId, Sha256Hash Sha256) : ICommand<Completed>, ILocking, IFingerprinted, IAudited<Completed>
    {
        public Access Access => Access.ToUpload(VersionId, Level.Write);
        public Locks Locks => Locks.Upload | Locks.Folder;
        public object Fingerprint => new { VersionId };
        public AuditEntry? Audit(Completed done) => done.File is { } file ? UploadAudit.Of(file) : null;
    }

    /// <param name="Version">Null when the content went away, or the upload was completed, meanwhile.</param>
    public sealed record Completed(FileVersion? Version)
    {
        internal UploadedFile? File { get; init; }
    }

    internal sealed class Handler(Db db, VersionWriter versions, UploadLimits limits, UploadPrecondition precondition) : IRequestHandler<Command, Completed>
    {
        public async Task<Completed> Handle(Command command, CancellationToken ct)
        {
            var upload = await db.SingleAsync<PendingUpload>(PendingUpload.Select, command, ct);
            var mimeType = MimeType.Of(upload.MimeType, upload.ItemName, []);
            if (upload.CompletedAt is not null || !limits.Allows(mimeType)) return new((FileVersion?)null);
            var file = await versions.TryWriteExistingAsync(await precondition.JudgeAsync(
                new(upload.ItemName, mimeType, command.Sha256, upload.SizeBytes, upload.Conflict, null, upload.ItemId, command.VersionId), ct), ct);
            return file is null ? new((FileVersion?)null) : new(await PendingUpload.CompleteAsync(db, command.VersionId, ct)) { File = file };
        }
    }
}
