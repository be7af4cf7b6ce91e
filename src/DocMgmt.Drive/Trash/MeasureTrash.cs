using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>
/// Counts what folders took to the trash with them, once: nothing is added to that or changed in it as long as they are there. Whoever takes something
/// out has the folder's row, as we have it, and forgets what was counted.
/// </summary>
internal static class MeasureTrash
{
    /// <summary>Answers those of the folders that are in the caller's trash.</summary>
    public sealed record Command(IReadOnlyList<long> FolderIds) : ICommand<IReadOnlyList<Size>>, IUnkeyed
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
    }

    public sealed record Size(long ItemId, long TotalBytes, long ItemCount);

    internal sealed class Handler(Db db, Admission admission) : IRequestHandler<Command, IReadOnlyList<Size>>
    {
        public async Task<IReadOnlyList<Size>> Handle(Command command, CancellationToken ct)
        {
            var held = await db.ListAsync<long>("""
                SELECT id FROM items
                WHERE id = ANY (@Ids) AND drive_id = @DriveId AND type = 'folder' AND trashed_at IS NOT NULL AND purging_at IS NULL
                ORDER BY id FOR NO KEY UPDATE
                """, new { Ids = command.FolderIds.ToArray(), admission.Target.DriveId }, ct);
            return await db.ListAsync<Size>("""
                INSERT INTO trash_sizes (item_id, total_bytes, item_count)
                SELECT h.id, COALESCE(x.bytes, 0), 1 + x.items
                FROM unnest(@Held) AS h (id)
                CROSS JOIN LATERAL (
                    SELECT count(*) AS items, CAST(sum((SELECT sum(v.size_bytes) FROM versions v WHERE v.item_id = c.id)) AS bigint) AS bytes
                    FROM folders f
                    JOIN items c ON c.parent_id = f.id AND c.trashed_at IS NULL
                    WHERE f.trash_id = h.id
                ) x
                ON CONFLICT (item_id) DO UPDATE SET total_bytes = excluded.total_bytes, item_count = excluded.item_count
                RETURNING item_id, total_bytes, item_count
                """, new { Held = held.ToArray() }, ct);
        }
    }
}
