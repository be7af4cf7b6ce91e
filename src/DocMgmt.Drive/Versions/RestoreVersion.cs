using System.Text.Json.Serialization;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Makes a former version of a file current again: a new version that refers to the same content. Nothing is lost by it.</summary>
public static class RestoreVersion
{
    public sealed record Command(long ItemId, long VersionId) : ICommand<Restored>, ILocking, IAudited<Restored>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Folder;
        public AuditEntry Audit(Restored done) =>
            new("restore", ItemId, new { version_id = done.Version.Id, version_number = done.Version.VersionNumber, from_version_id = VersionId });
    }

    public sealed record Restored(FileVersion Version) : IAboutItem
    {
        [JsonIgnore]
        long IAboutItem.ItemId => Version.ItemId;
    }

    internal sealed class Handler(Db db, Admission admission, ItemRow row) : IRequestHandler<Command, Restored>
    {
        private sealed record Former(long BlobId, long SizeBytes, string MimeType, bool IsCurrent, bool Damaged);

        public async Task<Restored> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            await row.LockAsync(item, null, null, [item], ct);
            var former = await db.SingleAsync<Former>("""
                SELECT v.blob_id, v.size_bytes, v.mime_type, i.current_version_id = v.id AS is_current, b.state = 'damaged' AS damaged
                FROM versions v
                JOIN items i ON i.id = v.item_id
                JOIN blobs b ON b.id = v.blob_id
                WHERE v.id = @VersionId AND v.item_id = @ItemId
                """, command, ct);
            if (former.IsCurrent) throw Problems.VersionIsCurrent;
            if (former.Damaged) throw Problems.ContentDamaged;
            if (former.SizeBytes > item.AvailableBytes) throw item.QuotaExceeded();

            // The former version refers to the content, and stays as long as we have the item's row.
            var results = await db.MultipleAsync($"""
                {ParentTouch.Sql};
                UPDATE items
                SET current_version_id = nextval('versions_id_seq'), size_bytes = @SizeBytes, mime_type = @MimeType,
                    version_count = version_count + 1,
                    next_version = next_version + 1, revision = revision + 1, updated_at = @Now
                WHERE id = @ItemId;
                {BlobReferences.AddToKnown};
                INSERT INTO versions (id, item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
                SELECT i.current_version_id, i.id, i.drive_id, i.next_version - 1, @BlobId, @SizeBytes, @MimeType, @CallerId, @Now
                FROM items i
                WHERE i.id = @ItemId;
                SELECT {FileVersion.Columns}
                FROM items i
                JOIN versions v ON v.id = i.current_version_id
                JOIN blobs b ON b.id = v.blob_id
                WHERE i.id = @ItemId
                """, new
            {
                command.ItemId, item.ParentId, former.BlobId, former.SizeBytes, former.MimeType,
                BlobIds = new[] { former.BlobId }, Counts = BlobReferences.Once,
            }, ct);
            db.Charge(item.DriveId, former.SizeBytes);
            await using (results)
            {
                await results.ReadAsync(); // the content's lock
                return new(await results.ReadSingleAsync<FileVersion>());
            }
        }
    }
}
