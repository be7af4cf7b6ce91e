using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The row of the item that a command changes, under its lock; after the folders' rows in the lock order.</summary>
internal sealed class ItemRow(Db db, Precondition precondition)
{
    public sealed record Locked(long Id, long? ParentId, string Name, string? Description, long Revision, bool Trashed);

    /// <summary>Locks it, and whatever has the name that it is to get in that folder, in the order of their ids; then judges If-Match.</summary>
    /// <exception cref="Problem">404 it is in the trash or gone; 412, 428 as <see cref="Precondition.Judge"/>.</exception>
    /// <exception cref="LocksMissedException">It is in another folder than the one that is locked.</exception>
    public async Task<Locked> LockAsync(Target item, long? placeId, string? name, CancellationToken ct)
    {
        var rows = await db.ListAsync<Locked>("""
            SELECT id, parent_id, name, description, revision, trashed_at IS NOT NULL AS trashed
            FROM items
            WHERE id = @Id OR (parent_id = @PlaceId AND name = @Name AND trashed_at IS NULL)
            ORDER BY id
            FOR NO KEY UPDATE
            """, new { item.Id, placeId, name }, ct);
        if (rows.FirstOrDefault(r => r.Id == item.Id) is not { Trashed: false } row) throw Problems.NotFound;
        if (row.ParentId != item.ParentId) throw new LocksMissedException();
        precondition.Judge(row.Revision);
        return row;
    }
}
