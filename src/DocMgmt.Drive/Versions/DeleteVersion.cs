using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>
/// Deletes a former version for good: never the current one, nor one that is kept. Its reference and its bytes in the drive's use go with it.
/// </summary>
public static class DeleteVersion
{
    public sealed record Command(long ItemId, long VersionId) : ICommand<Deleted>, ILocking, IAudited<Deleted>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder;
        public AuditEntry Audit(Deleted done) => new("purge", ItemId, new { version_id = VersionId, version_number = done.VersionNumber });
    }

    public sealed record Deleted(int VersionNumber);

    internal sealed class Handler(Db db, Admission admission, ItemRow row) : IRequestHandler<Command, Deleted>
    {
        private sealed record Found(int VersionNumber, long BlobId, long SizeBytes, bool IsCurrent, bool KeepForever);

        public async Task<Deleted> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            await row.LockAsync(item, null, null, [item], ct, Level.Admin);
            var found = await db.SingleAsync<Found>("""
                SELECT v.version_number, v.blob_id, v.size_bytes, i.current_version_id = v.id AS is_current, v.keep_forever
                FROM versions v
                JOIN items i ON i.id = v.item_id
                WHERE v.id = @VersionId AND v.item_id = @ItemId
                """, command, ct);
            if (found.IsCurrent) throw Problems.VersionIsCurrent;
            if (found.KeepForever) throw Problems.VersionIsKept;

            await db.ExecuteAsync($"""
                UPDATE items SET version_count = version_count - 1, revision = revision + 1, updated_at = @Now WHERE id = @ItemId;
                DELETE FROM versions WHERE id = @VersionId;
                {BlobReferences.Release}
                """, new { command.ItemId, command.VersionId, BlobIds = new[] { found.BlobId }, Counts = BlobReferences.Once }, ct);
            db.Charge(item.DriveId, -found.SizeBytes);
            return new(found.VersionNumber);
        }
    }
}
