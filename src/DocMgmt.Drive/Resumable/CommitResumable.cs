using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Makes the version of an upload whose bytes are all there, published as one content, and ends it in the same transaction: it makes one, whatever is sent again.</summary>
internal static class CommitResumable
{
    /// <param name="Copy">Where the bytes were published.</param>
    /// <param name="MimeType">As decided from what was given, the name and the content.</param>
    public sealed record Command(Guid Id, UploadRequest Upload, BlobLocation Copy, long SizeBytes, string MimeType)
        : ICommand<UploadedFile>, ILocking, IAudited<UploadedFile>, IOpenToVisitors, ICounted
    {
        public Access Access => Access.ToResumable(Id, Level.Write);
        public Locks Locks => Locks.Upload | Locks.Folder;
        public Level? Opened => Level.Write;
        public VisitKind Counts => VisitKind.Upload;
        public AuditEntry Audit(UploadedFile done) => UploadAudit.Of(done);
    }

    internal sealed class Handler(Db db, VersionWriter versions, UploadPrecondition precondition) : IRequestHandler<Command, UploadedFile>
    {
        public async Task<UploadedFile> Handle(Command command, CancellationToken ct)
        {
            // Under the rows' locks, which the pipeline took. Parts that are gone have become a file, by a final upload that was sent twice.
            if (!await db.SingleAsync<bool>($"""
                SELECT f.completed_at IS NULL AND (SELECT count(DISTINCT p.id) FROM unnest(f.part_ids) p(id))
                    = (SELECT count(*) FROM resumable_uploads u WHERE u.id = ANY (f.part_ids) AND {ResumableGuard.Mine} AND u.kind = 'partial')
                FROM resumable_uploads f
                WHERE f.id = @Id
                """, new { command.Id }, ct)) throw Problems.UploadCompleted;
            var file = await versions.WriteAsync(await precondition.JudgeAsync(command.Upload.ToVersion(command.Copy, command.SizeBytes, command.MimeType), ct), ct);
            await db.ExecuteAsync($"""
                DELETE FROM resumable_uploads u WHERE u.id = ANY (ARRAY(SELECT unnest(f.part_ids) FROM resumable_uploads f WHERE f.id = @Id)) AND {ResumableGuard.Mine} AND u.kind = 'partial';
                UPDATE resumable_pieces SET upload_id = NULL WHERE upload_id = @Id;
                UPDATE resumable_uploads SET completed_at = @Now, received_bytes = size_bytes, item_id = @ItemId WHERE id = @Id
                """, new { command.Id, ItemId = file.Id }, ct);
            return file;
        }
    }
}
