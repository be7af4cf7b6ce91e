using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Trash;

/// <summary>
/// Deletes an item, and what went to the trash with it, a bounded number of things in one transaction: versions, then files and, when no file is left,
/// folders, the deepest first. Each version takes its reference and its bytes in the drive's use with it. What lies in the trash by itself is not touched.
/// </summary>
internal sealed class Purge(Db db, Subtrees subtrees, DroppedTags tags)
{
    /// <summary>What beginning to delete something for good changes of its row: from then on nothing shows or restores it.</summary>
    internal const string Marks = "purging_at = @Now, current_version_id = NULL";

    private sealed record Version(long BlobId, long SizeBytes);

    /// <summary>Marks it, so that it can't be restored any more, and lets those go that outlive it. Under the drive's lock, alone.</summary>
    /// <returns>What goes with it; null: it is not in the trash, or somebody else began already.</returns>
    public async Task<Contents?> BeginAsync(long itemId, CancellationToken ct)
    {
        // Folders before items, as everybody locks them.
        var path = await db.SingleOrDefaultAsync<string>("SELECT path FROM folders WHERE id = @ItemId", new { itemId }, ct);
        if (path is not null) await subtrees.CutOffTrashedAsync(path, itemId, ct);
        await db.SingleAsync<long>($"SELECT count(*) FROM (SELECT id FROM items WHERE id = @ItemId OR {Outliving} ORDER BY id FOR NO KEY UPDATE) x", new { itemId }, ct);
        var begun = await db.ExecuteAsync($"""
            UPDATE items SET {Marks} WHERE id = @ItemId AND trashed_at IS NOT NULL AND purging_at IS NULL
            """, new { itemId }, ct);
        if (begun == 0) return null;
        await db.ExecuteAsync($"UPDATE items SET parent_id = NULL WHERE {Outliving}", new { itemId }, ct);
        // Not as it was when it was marked: those that outlive it are no longer below it.
        return path is null ? new(0, 0) : await subtrees.MarkedAsync(itemId, path, ct);
    }

    private const string Outliving = $"{Subtrees.Outliving} (SELECT id FROM folders WHERE {Subtrees.Marked}) AND id <> @ItemId";

    /// <returns>True when nothing is left of it.</returns>
    public async Task<bool> BatchAsync(long itemId, long driveId, CancellationToken ct)
    {
        var files = (await db.ListAsync<long>($"""
            SELECT i.id FROM items i
            WHERE i.type = 'file' AND i.id = ANY (ARRAY(
                SELECT CAST(@ItemId AS bigint)
                UNION ALL
                (SELECT c.id FROM folders f CROSS JOIN LATERAL (SELECT x.id FROM items x WHERE x.parent_id = f.id AND x.type = 'file' OFFSET 0) c WHERE {Subtrees.Marked} LIMIT @Size)
            ))
            ORDER BY i.id FOR NO KEY UPDATE
            """, new { itemId, Batch.Size }, ct)).ToArray();
        var (all, gone) = await DeleteVersionsAsync(files, driveId, ct);
        if (!all || files.Length >= Batch.Size)
        {
            await DeleteItemsAsync(gone, ct);
            return false;
        }

        // No files are left in any of them; the item itself, if it is a folder, goes last.
        var folders = await db.ListAsync<long>($"""
            SELECT id FROM folders WHERE {Subtrees.Marked} AND id <> @ItemId ORDER BY depth DESC, id LIMIT @Size
            """, new { itemId, Batch.Size }, ct);
        var last = folders.Count < Batch.Size;
        await DeleteItemsAsync(last ? [.. gone, .. folders, itemId] : [.. gone, .. folders], ct);
        return last;
    }

    /// <summary>Deletes files whose rows the caller has: at most a batch of their versions, and then those that have none left.</summary>
    /// <returns>Whether nothing is left of any of them.</returns>
    public async Task<bool> DeleteAsync(long[] files, long driveId, CancellationToken ct)
    {
        var (all, gone) = await DeleteVersionsAsync(files, driveId, ct);
        await DeleteItemsAsync(gone, ct);
        return all;
    }

    /// <returns>Whether those were all that they had, and which of the files have none left: the others are the next batch's.</returns>
    private async Task<(bool All, IReadOnlyList<long> Gone)> DeleteVersionsAsync(long[] files, long driveId, CancellationToken ct)
    {
        if (files.Length == 0) return (true, []);
        var all = await DeleteBatchAsync(files, driveId, ct) < Batch.Size;
        return (all, await db.ListAsync<long>("SELECT i.id FROM items i WHERE i.id = ANY (@Files) AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.item_id = i.id)", new { files }, ct));
    }

    private async Task<int> DeleteBatchAsync(long[] files, long driveId, CancellationToken ct)
    {
        var versions = await db.ListAsync<Version>("""
            UPDATE items SET current_version_id = NULL WHERE id = ANY (@Files) AND current_version_id IS NOT NULL;
            DELETE FROM versions WHERE id IN (SELECT id FROM versions WHERE item_id = ANY (@Files) ORDER BY item_id, id LIMIT @Size) RETURNING blob_id, size_bytes
            """, new { files, Batch.Size }, ct);
        if (versions.Count == 0) return 0;
        var blobs = versions.GroupBy(v => v.BlobId).ToList();
        await db.ExecuteAsync(BlobReferences.Release,
            new { BlobIds = blobs.Select(b => b.Key).ToArray(), Counts = blobs.Select(b => b.LongCount()).ToArray() }, ct);
        db.Charge(driveId, -versions.Sum(v => v.SizeBytes));
        return versions.Count;
    }

    /// <summary>Once a transaction: tags' rows are locked in one order.</summary>
    private async Task DeleteItemsAsync(IReadOnlyCollection<long> gone, CancellationToken ct)
    {
        var items = gone.ToArray();
        await tags.DropAsync(items, ct);
        await db.ExecuteAsync("DELETE FROM items WHERE id = ANY (@Items)", new { items }, ct);
    }
}
