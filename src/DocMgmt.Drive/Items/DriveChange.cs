using Dapper;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;

namespace DocMgmt.Drive.Items;

/// <summary>
/// Takes an item with what is below it into another drive. What is in the trash by itself stays in the old one, and has no folder from then on.
/// Under both drives' locks.
/// </summary>
internal sealed class DriveChange(Db db, Subtrees subtrees)
{
    /// <summary>The folders' part; nothing for a file.</summary>
    /// <exception cref="Problem">422 <c>too_many_items</c>; 400 <c>folder_too_deep</c>, as a broken constraint.</exception>
    public async Task MoveFoldersAsync(Target item, Target place, CancellationToken ct)
    {
        if (item.Type != "folder") return;
        var parameters = new DynamicParameters(Subtrees.Parameters(item, place));
        parameters.Add(nameof(MoveItem.MostItems), MoveItem.MostItems);
        var count = await db.SingleAsync<int>($"""
            SELECT CAST(count(*) AS integer) FROM (
                SELECT 1 FROM items WHERE parent_id IN (SELECT id FROM folders WHERE {Subtrees.Below} AND trash_id IS NULL) AND trashed_at IS NULL LIMIT @MostItems
            ) i
            """, parameters, ct);
        if (count >= MoveItem.MostItems) throw Problems.TooManyItems(MoveItem.MostItems);
        await subtrees.CutOffTrashedAsync(item.Path, mark: null, ct);
        await db.ExecuteAsync($"""
            UPDATE folders SET {Subtrees.NewPath}, drive_id = @PlaceDriveId WHERE {Subtrees.Below} AND trash_id IS NULL
            """, parameters, ct);
    }

    /// <summary>The rest: items, versions, what they take of the quotas, the grants on them and the links to them, and the former owner's offers and policies.</summary>
    /// <exception cref="Problem">403 <c>quota_exceeded</c>.</exception>
    public async Task MoveContentsAsync(Target item, Target place, bool keepPermissions, bool keepLinks, CancellationToken ct)
    {
        var path = $"{place.Path}{item.Id}/";
        var parameters = new { item.Id, Path = path, PathEnd = Subtrees.End(path), place.DriveId, OldDriveId = item.DriveId, place.OwnerId, keepPermissions, keepLinks };
        await db.SingleAsync<long>($"SELECT count(*) FROM (SELECT id FROM items WHERE {Subtrees.Outliving} ({Folders}) ORDER BY id FOR NO KEY UPDATE) x", parameters, ct);
        var bytes = await db.SingleAsync<long>($"""
            UPDATE items SET parent_id = NULL WHERE {Subtrees.Outliving} ({Folders});
            UPDATE items SET drive_id = @DriveId WHERE id IN ({These});
            DELETE FROM permissions WHERE (NOT @KeepPermissions OR user_id = @OwnerId) AND item_id IN ({These});
            DELETE FROM ownership_offers WHERE item_id IN ({These});
            DELETE FROM version_policies WHERE folder_id IN ({Folders});
            WITH moved AS (
                UPDATE versions SET drive_id = @DriveId WHERE item_id IN ({These}) RETURNING size_bytes
            )
            SELECT COALESCE(CAST(sum(size_bytes) AS bigint), 0) FROM moved;
            UPDATE share_links SET drive_id = @DriveId WHERE @KeepLinks AND drive_id = @OldDriveId AND item_id IN ({These}) -- the others open nothing there
            """, parameters, ct);
        if (bytes > place.AvailableBytes) throw place.QuotaExceeded();
        db.Charge(item.DriveId, -bytes);
        db.Charge(place.DriveId, bytes);
    }

    /// <summary>What it is found by, in that drive. After its tags are that drive's: who merges tags has these first.</summary>
    public Task MoveSearchTextsAsync(Target item, Target place, CancellationToken ct)
    {
        var path = $"{place.Path}{item.Id}/";
        return db.ExecuteAsync($"""
            SELECT 1 FROM search_texts s WHERE s.item_id IN ({These}) ORDER BY s.item_id FOR NO KEY UPDATE;
            {SearchText.Retag}, drive_id = @DriveId WHERE s.item_id IN ({These})
            """, new { item.Id, path, PathEnd = Subtrees.End(path), place.DriveId }, ct);
    }

    /// <summary>What hangs below a folder and is not in the trash by itself, and itself, where it is now: <c>@Id</c>, <c>@Path</c>, <c>@PathEnd</c>.</summary>
    internal const string These = $"SELECT CAST(@Id AS bigint) UNION ALL SELECT c.id FROM ({Folders}) f JOIN items c ON c.parent_id = f.id";

    private const string Folders = "SELECT f.id FROM folders f WHERE f.path >= @Path AND f.path < @PathEnd";
}
