using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>What all drives hold, and what that takes in the store.</summary>
public static class GetStorage
{
    public sealed record Query : IQuery<Storage>
    {
        public Access Access => Access.Administrator;
    }

    /// <summary>In bytes, all from one moment.</summary>
    public sealed class Storage
    {
        /// <summary>Of all versions of all drives, the trash's included: what quotas count.</summary>
        public long LogicalBytes { get; init; }
        public long VersionCount { get; init; }

        /// <summary>Of all contents in the store, each once, with those that nothing refers to any more.</summary>
        public long PhysicalBytes { get; init; }
        public long BlobCount { get; init; }

        /// <summary>What storing each referenced content once spares.</summary>
        public long DeduplicatedBytes { get; init; }

        /// <summary>Of the logical bytes: versions of what is in the trash, or below it, and can be restored.</summary>
        public long TrashBytes { get; init; }

        /// <summary>Of the logical bytes: versions of what is being deleted for good, and how many things that were put into the trash are.</summary>
        public long PurgingBytes { get; init; }
        public long PurgingItems { get; init; }

        /// <summary>Of the logical bytes: versions that are not the current one, of what is not in the trash.</summary>
        public long OldVersionBytes { get; init; }

        /// <summary>Received by uploads that are not completed yet; beside the physical bytes.</summary>
        public long StagedBytes { get; init; }

        /// <summary>Of contents that nothing refers to: their rows end, one by one, between the two times, at the next run of blob-sweep.</summary>
        public long ReclaimableBytes { get; init; }
        public long ReclaimableBlobs { get; init; }
        public DateTime? ReclaimableFrom { get; init; }
        public DateTime? ReclaimableUntil { get; init; }

        /// <summary>Of contents whose rows ended and whose bytes are deleted when that time has come.</summary>
        public long DeletingBytes { get; init; }
        public DateTime? DeletingUntil { get; init; }

        /// <summary>Contents whose bytes are known to be lost or damaged.</summary>
        public long DamagedBlobs { get; init; }
    }

    internal sealed class Handler(GuardedDb db, BlobRetention retention) : IRequestHandler<Query, Storage>
    {
        public Task<Storage> Handle(Query query, CancellationToken ct) => db.SingleAsync<Storage>(query, $"""
            {Guard.Administrator}
            SELECT {Guard.Columns}, v.*, p.purging_items, b.physical_bytes, b.blob_count, v.logical_bytes - b.referenced_bytes AS deduplicated_bytes, u.staged_bytes,
                b.reclaimable_bytes, b.reclaimable_blobs, b.first_orphan + @Grace AS reclaimable_from, b.last_orphan + @Grace AS reclaimable_until,
                d.deleting_bytes, d.deleting_until, b.damaged_blobs
            FROM target t
            CROSS JOIN LATERAL (
                SELECT CAST(COALESCE(sum(v.size_bytes), 0) AS bigint) AS logical_bytes, count(*) AS version_count,
                    CAST(COALESCE(sum(v.size_bytes) FILTER (WHERE r.id IS NOT NULL AND r.purging_at IS NULL), 0) AS bigint) AS trash_bytes,
                    CAST(COALESCE(sum(v.size_bytes) FILTER (WHERE r.purging_at IS NOT NULL AND r.job_id IS NULL), 0) AS bigint) AS purging_bytes,
                    CAST(COALESCE(sum(v.size_bytes) FILTER (WHERE r.id IS NULL AND i.current_version_id <> v.id), 0) AS bigint) AS old_version_bytes
                FROM versions v
                JOIN items i ON i.id = v.item_id
                LEFT JOIN folders f ON f.id = i.parent_id -- a thing in the trash may have lost its folder
                LEFT JOIN items r ON r.id = {Guard.TrashRoot}
            ) v
            CROSS JOIN LATERAL (SELECT count(*) AS purging_items FROM items i WHERE i.purging_at IS NOT NULL AND i.job_id IS NULL) p
            CROSS JOIN LATERAL (
                SELECT CAST(COALESCE(sum(b.stored_size), 0) AS bigint) AS physical_bytes, count(*) AS blob_count,
                    CAST(COALESCE(sum(b.size) FILTER (WHERE b.orphaned_at IS NULL), 0) AS bigint) AS referenced_bytes,
                    CAST(COALESCE(sum(b.stored_size) FILTER (WHERE b.orphaned_at IS NOT NULL), 0) AS bigint) AS reclaimable_bytes,
                    count(b.orphaned_at) AS reclaimable_blobs, min(b.orphaned_at) AS first_orphan, max(b.orphaned_at) AS last_orphan,
                    count(*) FILTER (WHERE b.state = 'damaged') AS damaged_blobs
                FROM blobs b
            ) b
            CROSS JOIN LATERAL (
                SELECT CAST(COALESCE(sum(u.size_bytes), 0) AS bigint) AS staged_bytes FROM uploads u WHERE u.staged_key IS NOT NULL AND u.completed_at IS NULL
            ) u
            CROSS JOIN LATERAL (
                SELECT CAST(COALESCE(sum(d.size), 0) AS bigint) AS deleting_bytes, max(d.due_at) AS deleting_until FROM blob_deletions d WHERE d.size > 0
            ) d
            """, ct, new { retention.Grace });
    }
}
