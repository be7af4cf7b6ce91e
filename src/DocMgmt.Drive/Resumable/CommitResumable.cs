using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
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
            // Under the row's lock, which the pipeline took.
            if (await db.SingleAsync<bool>("SELECT completed_at IS NOT NULL FROM resumable_uploads WHERE id = @Id", new { command.Id }, ct)) throw Problems.UploadCompleted;
            var file = await versions.WriteAsync(await precondition.JudgeAsync(
                new(ItemName.Normalize(command.Upload.ItemName), command.MimeType, command.Copy.Key.Hash, command.SizeBytes, command.Upload.OnConflict, command.Copy), ct), ct);
            // Its partial uploads go with it; by their rows' order, which others who made them a file of their own have, too.
            await db.ExecuteAsync($"""
                UPDATE resumable_uploads SET completed_at = @Now, received_bytes = size_bytes, item_id = @ItemId WHERE id = @Id;
                DELETE FROM resumable_pieces WHERE upload_id = @Id;
                SELECT u.id FROM resumable_uploads u WHERE u.id = ANY (ARRAY(SELECT unnest(part_ids) FROM resumable_uploads WHERE id = @Id)) AND {Guard.MineOfResumables} AND u.kind = 'partial' ORDER BY u.id FOR UPDATE;
                DELETE FROM resumable_uploads u WHERE u.id = ANY (ARRAY(SELECT unnest(part_ids) FROM resumable_uploads WHERE id = @Id)) AND {Guard.MineOfResumables} AND u.kind = 'partial'
                """, new { command.Id, ItemId = file.Id }, ct);
            return file;
        }
    }
}
