using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>
/// Counts what a folder took to the trash with it, once: nothing is added to that or changed in it as long as it is there. Whoever takes something
/// out of it has the row of the item that was put into the trash, as we have it, and forgets what was counted.
/// </summary>
internal static class MeasureTrash
{
    /// <summary>Answers null where somebody is just taking it out or deleting it, or has: nobody waits for them, or they for a list.</summary>
    public sealed record Command(long FolderId) : ICommand<Size?>, IUnkeyed
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
    }

    public sealed record Size(long TotalBytes, long ItemCount);

    internal sealed class Handler(Db db, Admission admission) : IRequestHandler<Command, Size?>
    {
        public async Task<Size?> Handle(Command command, CancellationToken ct)
        {
            var held = await db.SingleOrDefaultAsync<long?>("""
                SELECT id FROM items
                WHERE id = @FolderId AND drive_id = @DriveId AND type = 'folder' AND trashed_at IS NOT NULL AND purging_at IS NULL
                FOR NO KEY UPDATE SKIP LOCKED
                """, new { command.FolderId, admission.Target.DriveId }, ct);
            return held is null ? null : await db.SingleAsync<Size>($"""
                INSERT INTO trash_sizes (item_id, total_bytes, item_count)
                SELECT x.id, x.total_bytes, x.item_count FROM ({Counted} WHERE t.id = @FolderId) x
                ON CONFLICT (item_id) DO UPDATE SET total_bytes = excluded.total_bytes, item_count = excluded.item_count
                RETURNING total_bytes, item_count
                """, command, ct);
        }
    }

    /// <summary>Of each item <c>t</c> that was put into the trash: <c>id</c>, <c>total_bytes</c>, <c>item_count</c>. To be followed by a condition.</summary>
    internal const string Counted = """
        SELECT t.id, COALESCE(x.bytes, 0) AS total_bytes, 1 + x.items AS item_count
        FROM items t
        LEFT JOIN folders top ON top.id = t.id
        CROSS JOIN LATERAL (
            SELECT count(*) AS items, CAST(sum((SELECT sum(v.size_bytes) FROM versions v WHERE v.item_id = c.id)) AS bigint) AS bytes
            FROM folders f
            JOIN items c ON c.parent_id = f.id AND c.trashed_at IS NULL
            WHERE f.trash_id = t.id AND f.path >= top.path AND f.path < left(top.path, -1) || '0' -- as Subtrees.Marked
        ) x
        """;
}
