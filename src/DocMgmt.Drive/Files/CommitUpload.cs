using DocMgmt.Blobs;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Refers to bytes that are received, verified and published: makes the version, and the file where there is none.</summary>
public static class CommitUpload
{
    /// <param name="Copy">Where the bytes were published.</param>
    /// <param name="MimeType">As decided from what was given, the name and the content.</param>
    public sealed record Command(UploadRequest Upload, BlobLocation Copy, long SizeBytes, string MimeType)
        : ICommand<UploadedFile>, ILocking, IFingerprinted, IAudited<UploadedFile>, IOpenToVisitors, ICounted
    {
        public Access Access => Access.ToFolder(Upload.ParentId, Level.Write);
        public Locks Locks => Locks.Folder;
        public Level? Opened => Level.Write;
        public VisitKind Counts => VisitKind.Upload;
        public object Fingerprint => Upload.Fingerprint;
        public AuditEntry Audit(UploadedFile done) => UploadAudit.Of(done);
    }

    internal sealed class Handler(VersionWriter versions, UploadPrecondition precondition) : IRequestHandler<Command, UploadedFile>
    {
        public async Task<UploadedFile> Handle(Command command, CancellationToken ct) => await versions.WriteAsync(await precondition.JudgeAsync(
            command.Upload.ToVersion(command.Copy, command.SizeBytes, command.MimeType), ct), ct);
    }
}

/// <summary>How every kind of upload is told to the audit log.</summary>
internal static class UploadAudit
{
    public static AuditEntry Of(UploadedFile done) => new("upload", done.Id,
        new { name = done.ItemName, version_id = done.VersionId, version_number = done.VersionNumber, size_bytes = done.SizeBytes });
}
