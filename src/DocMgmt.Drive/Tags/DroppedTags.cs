namespace DocMgmt.Drive.Tags;

/// <summary>What comes before items are deleted for good: their tags are counted less.</summary>
internal static class DroppedTags
{
    /// <summary>Takes <c>@Items</c>. The tags' rows first, in the order of their ids; a merge that comes between shows in what is deleted, and is counted right.</summary>
    public const string Sql = """
        SELECT id FROM tags WHERE id IN (SELECT x.tag_id FROM item_tags x WHERE x.item_id = ANY (@Items)) ORDER BY id FOR NO KEY UPDATE;
        WITH gone AS (
            DELETE FROM item_tags WHERE item_id = ANY (@Items) RETURNING tag_id
        )
        UPDATE tags t SET usage_count = usage_count - n.count FROM (SELECT tag_id, count(*) FROM gone GROUP BY tag_id) n WHERE t.id = n.tag_id
        """;
}
