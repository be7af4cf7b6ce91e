using Dapper;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>The row of the item that a command changes, under its lock; after the folders' rows in the lock order.</summary>
internal sealed class ItemRow(Db db, Precondition precondition)
{
    public sealed record Locked(long Id, long? ParentId, string Name, string? Description, long Revision, bool Trashed);

    /// <summary>
    /// Locks it, and whatever has the name that it is to get in that folder, in the order of their ids; then judges If-Match, and once more whether the
    /// caller may.
    /// </summary>
    /// <param name="judged">What the level is needed on: the item, where it goes, or both.</param>
    /// <exception cref="Problem">404 it is in the trash or gone; 401, 403, 404 what the caller may has changed; 412, 428 as <see cref="Precondition.Judge"/>.</exception>
    /// <exception cref="LocksMissedException">It is in another folder than the one that is locked.</exception>
    public async Task<Locked> LockAsync(Target item, long? placeId, string? name, Target[] judged, CancellationToken ct, Level needed = Level.Write)
    {
        var results = await db.MultipleAsync($"""
            {Rows};
            SELECT min(x.level) FROM ({Standing.Levels}) x
            """, new { item.Id, RootId = item.Id, placeId, name, Paths = judged.Select(w => w.OwnPath).ToArray(), Drives = judged.Select(w => w.DriveId).ToArray() }, ct);
        List<Locked> rows;
        await using (results)
        {
            rows = (await results.ReadAsync<Locked>()).AsList();
            var level = await results.ReadSingleAsync<int?>();
            Standing.Judge(level, needed);
        }

        if (rows.FirstOrDefault(r => r.Id == item.Id) is not { Trashed: false } row) throw Problems.NotFound;
        if (row.ParentId != item.ParentId) throw new LocksMissedException();
        precondition.Judge(row.Revision);
        return row;
    }

    /// <summary>The same for what lies in the trash, which only its drive's owner has: nobody takes that away.</summary>
    /// <param name="rootId">What was put into the trash: the item itself or a folder that it is in. Locked too.</param>
    /// <exception cref="Problem">404 it is gone; 412, 428.</exception>
    public async Task LockTrashedAsync(Target item, long rootId, long placeId, string name, CancellationToken ct)
    {
        var rows = await db.ListAsync<Locked>(Rows, new { item.Id, rootId, placeId, name }, ct);
        precondition.Judge((rows.FirstOrDefault(r => r.Id == item.Id) ?? throw Problems.NotFound).Revision);
    }

    private const string Rows = """
        SELECT id, parent_id, name, description, revision, trashed_at IS NOT NULL AS trashed
        FROM items
        WHERE id = @Id OR id = @RootId OR (parent_id = @PlaceId AND name = @Name AND trashed_at IS NULL)
        ORDER BY id
        FOR NO KEY UPDATE
        """;
}
