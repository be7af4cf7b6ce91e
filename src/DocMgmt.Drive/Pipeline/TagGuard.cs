namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// The access decision about tags, in the form that <see cref="Guard"/> has: <c>target t</c> is the root of the tag's drive, with the owner's level
/// for the drive's owner, and read for who sees the tag on an item. Everybody else has no such tag.
/// </summary>
internal static class TagGuard
{
    private const string Readable = """
        JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
        LEFT JOIN granted_folders gf ON gf.id = f.id
        LEFT JOIN granted gi ON gi.item_id = i.id
        WHERE i.trashed_at IS NULL AND f.trash_id IS NULL AND (gf.id IS NOT NULL OR gi.item_id IS NOT NULL)
        """;

    /// <summary>A row <c>x.tag_id</c> for each live item that was granted to the caller and carries a tag. Beside <see cref="Guard.Grants"/>; for few tags: it begins with them.</summary>
    public const string Sights = $"SELECT x.tag_id FROM item_tags x JOIN items i ON i.id = x.item_id {Readable}";

    /// <summary>The same rows, for all tags: it begins with what was granted, so that others' items cost nothing.</summary>
    public const string AllSights = """
        SELECT x.tag_id
        FROM (
            SELECT gf.id FROM granted_folders gf JOIN items i ON i.id = gf.id WHERE i.trashed_at IS NULL
            UNION ALL
            SELECT i.id FROM granted_folders gf JOIN items i ON i.parent_id = gf.id WHERE i.type = 'file' AND i.trashed_at IS NULL
            UNION ALL
            SELECT i.id
            FROM granted gi
            JOIN items i ON i.id = gi.item_id AND i.type = 'file' AND i.trashed_at IS NULL
            JOIN folders f ON f.id = i.parent_id AND f.trash_id IS NULL
            WHERE NOT EXISTS (SELECT 1 FROM granted_folders gf WHERE gf.id = i.parent_id)
        ) i
        JOIN item_tags x ON x.item_id = i.id
        """;

    public const string Tag = $"""
        WITH {Guard.Caller}, {Guard.Grants},
        wanted AS (SELECT d.root_id AS id FROM tags g JOIN drives d ON d.id = g.drive_id WHERE g.id = @AccessId),
        root AS ({Guard.Admitted}),
        target AS (
            SELECT t.id, t.drive_id, t.parent_id, t.type, t.name, t.revision, t.trash_root_id, t.path, t.depth, t.owner_id, t.quota_bytes, t.used_bytes,
                t.caller_id, t.chain, t.first_visible,
                CASE WHEN t.level = 4 THEN 4 WHEN EXISTS ({Sights} AND x.tag_id = @AccessId) THEN 1 ELSE 0 END AS level
            FROM root t
        )
        """;
}
