using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;

namespace DocMgmt.Drive.Trash;

/// <summary>
/// Deletes a file whose purge was begun, a bounded number of its versions in one transaction: each takes its reference and its bytes in the
/// drive's use with it. Under the locks of its folder and of itself.
/// </summary>
internal sealed class Purge(Db db)
{
    private const int Batch = 500;

    private sealed record Version(long BlobId, long SizeBytes);

    /// <returns>True when nothing is left of the file.</returns>
    public async Task<bool> BatchAsync(long itemId, long driveId, CancellationToken ct)
    {
        var versions = await db.ListAsync<Version>("""
            DELETE FROM versions WHERE id IN (SELECT id FROM versions WHERE item_id = @ItemId ORDER BY id LIMIT @Batch) RETURNING blob_id, size_bytes
            """, new { itemId, Batch }, ct);
        if (versions.Count > 0)
        {
            var blobs = versions.GroupBy(v => v.BlobId).ToList();
            await db.ExecuteAsync(BlobReferences.Release,
                new { BlobIds = blobs.Select(b => b.Key).ToArray(), Counts = blobs.Select(b => b.LongCount()).ToArray() }, ct);
            db.Charge(driveId, -versions.Sum(v => v.SizeBytes));
        }

        if (versions.Count == Batch) return false;
        await db.ExecuteAsync("""
            SELECT id FROM tags WHERE id IN (SELECT tag_id FROM item_tags WHERE item_id = @ItemId) ORDER BY id FOR NO KEY UPDATE;
            UPDATE tags SET usage_count = usage_count - 1 WHERE id IN (SELECT tag_id FROM item_tags WHERE item_id = @ItemId);
            DELETE FROM items WHERE id = @ItemId
            """, new { itemId }, ct);
        return true;
    }
}
