using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Tags;

/// <summary>What comes before items are deleted for good: their tags are counted less. After items, versions and blobs, once a transaction.</summary>
internal sealed class DroppedTags(Db db)
{
    private const string Carried = "SELECT id FROM tags WHERE id IN (SELECT x.tag_id FROM item_tags x WHERE x.item_id = ANY (@Items))";

    /// <summary>Takes all tags off items that nobody tags any more. Their rows first, in the order of their ids.</summary>
    /// <exception cref="LocksMissedException">One was merged meanwhile: the row of the other would come out of order.</exception>
    public async Task DropAsync(long[] items, CancellationToken ct)
    {
        var results = await db.MultipleAsync($"{Carried} ORDER BY id FOR NO KEY UPDATE; {Carried}", new { items }, ct);
        await using (results)
        {
            var locked = (await results.ReadAsync<long>()).ToHashSet();
            if (!locked.IsSupersetOf(await results.ReadAsync<long>())) throw new LocksMissedException();
            if (locked.Count == 0) return;
        }

        await db.ExecuteAsync("""
            WITH gone AS (
                DELETE FROM item_tags WHERE item_id = ANY (@Items) RETURNING tag_id
            )
            UPDATE tags t SET usage_count = usage_count - n.count FROM (SELECT tag_id, count(*) FROM gone GROUP BY tag_id) n WHERE t.id = n.tag_id
            """, new { items }, ct);
    }
}
