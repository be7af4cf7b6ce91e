namespace DocMgmt.Drive.Items;

/// <summary>
/// Says on a folder that something in it changed: at most once a second, and not at all while somebody else has its row, so that uploads
/// into one folder don't wait for each other. No new revision.
/// </summary>
internal static class ParentTouch
{
    /// <summary>Takes <c>@ParentId</c>.</summary>
    public const string Sql = """
        UPDATE items SET updated_at = @Now
        WHERE id = (SELECT p.id FROM items p WHERE p.id = @ParentId AND p.updated_at < @Now - interval '1 second' FOR NO KEY UPDATE SKIP LOCKED)
        """;
}
