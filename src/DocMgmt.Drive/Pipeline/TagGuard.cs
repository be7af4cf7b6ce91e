namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// The access decision about tags, in the form that <see cref="Guard"/> has: <c>target t</c> is the root of the tag's drive, with the owner's level
/// for the drive's owner, and read for who sees the tag on an item. Everybody else has no such tag.
/// </summary>
internal static class TagGuard
{
    /// <summary>What <see cref="Guard.Grants"/> is, of one drive, <c>place.drive_id</c>: what the caller was granted elsewhere costs a look at each grant.</summary>
    public const string Grants = $"""
        granted AS MATERIALIZED (
            {Guard.Granted} AND (SELECT i.drive_id FROM items i WHERE i.id = p.item_id) = (SELECT w.drive_id FROM place w)
            GROUP BY p.item_id
        ),
        {Guard.GrantedFolders}
        """;

    /// <summary>
    /// <c>sights</c>: a row <c>tag_id</c> for each live item that was granted to the caller and carries one of the tags <c>asked (id, usage_count)</c>. Beside
    /// <c>granted</c> and <c>granted_folders</c>. It begins with the items that were granted or with those that carry the tags, whichever are fewer: so somebody who
    /// was granted nothing reads nothing, and learns nothing by how long that takes. It is right whatever the usage counts are.
    /// OFFSET 0: by the indexes, row by row, whatever the planner takes the numbers to be.
    /// </summary>
    public const string Sights = """
        total AS (SELECT CAST(GREATEST(sum(a.usage_count), 0) AS bigint) AS uses FROM asked a),
        live AS MATERIALIZED (
            SELECT i.id
            FROM (
                SELECT x.id
                FROM granted_folders gf
                CROSS JOIN LATERAL (SELECT i.id, i.trashed_at FROM items i WHERE i.id = gf.id OFFSET 0) x
                WHERE x.trashed_at IS NULL
                UNION ALL
                SELECT x.id
                FROM granted_folders gf
                CROSS JOIN LATERAL (SELECT i.id FROM items i WHERE i.parent_id = gf.id AND i.type = 'file' AND i.trashed_at IS NULL OFFSET 0) x
                UNION ALL
                SELECT x.id
                FROM granted gi
                CROSS JOIN LATERAL (SELECT i.id, i.parent_id, i.type, i.trashed_at FROM items i WHERE i.id = gi.item_id OFFSET 0) x
                WHERE x.type = 'file' AND x.trashed_at IS NULL AND (SELECT f.trash_id IS NULL FROM folders f WHERE f.id = x.parent_id)
                    AND x.parent_id NOT IN (SELECT gf.id FROM granted_folders gf)
            ) i
            LIMIT (SELECT n.uses FROM total n)
        ),
        counted AS (SELECT count(*) < (SELECT n.uses FROM total n) AS all_live FROM live),
        sights AS (
            SELECT x.tag_id
            FROM live i
            CROSS JOIN LATERAL (SELECT y.tag_id FROM item_tags y WHERE y.item_id = i.id OFFSET 0) x
            WHERE (SELECT n.all_live FROM counted n) AND x.tag_id IN (SELECT a.id FROM asked a)
            UNION ALL
            SELECT a.id AS tag_id
            FROM asked a
            CROSS JOIN LATERAL (SELECT y.item_id FROM item_tags y WHERE y.tag_id = a.id OFFSET 0) x
            CROSS JOIN LATERAL (SELECT i.id, i.parent_id, i.type, i.trashed_at FROM items i WHERE i.id = x.item_id OFFSET 0) i
            WHERE NOT (SELECT n.all_live FROM counted n) AND i.trashed_at IS NULL AND (
                CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END IN (SELECT gf.id FROM granted_folders gf)
                OR (i.id IN (SELECT gi.item_id FROM granted gi) AND (SELECT f.trash_id IS NULL FROM folders f WHERE f.id = i.parent_id))
            )
        )
        """;

    public const string Tag = $"""
        WITH {Guard.Caller},
        asked AS (SELECT g.id, g.drive_id, g.usage_count FROM tags g WHERE g.id = @AccessId),
        place AS (SELECT a.drive_id FROM asked a),
        {Grants},
        {Sights},
        wanted AS (SELECT d.root_id AS id FROM place w JOIN drives d ON d.id = w.drive_id),
        root AS ({Guard.Admitted}),
        target AS (
            SELECT t.id, t.drive_id, t.parent_id, t.type, t.name, t.revision, t.trash_root_id, t.path, t.depth, t.owner_id, t.quota_bytes, t.used_bytes,
                t.caller_id, t.chain, t.first_visible,
                CASE WHEN t.level = 4 THEN 4 WHEN EXISTS (SELECT 1 FROM sights) THEN 1 ELSE 0 END AS level
            FROM root t
        )
        """;
}
