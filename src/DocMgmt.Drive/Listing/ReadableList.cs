using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Listing;

/// <summary>The statements that list what the caller may read, wherever it is: their own drive and what they were granted, expanded to folders first.</summary>
internal static class ReadableList
{
    /// <summary>All of it, but for the roots of drives, which are in no list: without reading what is in other people's drives beside it.</summary>
    public const string Everywhere = """
        FROM (
            SELECT i.* FROM items i JOIN drives d ON d.id = i.drive_id WHERE d.owner_id = @CallerId AND i.parent_id IS NOT NULL AND i.trashed_at IS NULL
            UNION ALL
            SELECT i.*
            FROM granted_folders g
            CROSS JOIN LATERAL (SELECT i.* FROM items i WHERE i.parent_id = g.id AND i.trashed_at IS NULL OFFSET 0) i -- folder by folder: more are expected than there are
            JOIN drives d ON d.id = i.drive_id
            WHERE d.owner_id <> @CallerId
            UNION ALL
            SELECT i.*
            FROM granted g
            JOIN items i ON i.id = g.item_id
            JOIN drives d ON d.id = i.drive_id
            WHERE d.owner_id <> @CallerId AND i.parent_id IS NOT NULL AND i.trashed_at IS NULL AND NOT EXISTS (SELECT 1 FROM granted_folders b WHERE b.id = i.parent_id)
        ) i
        """;

    /// <param name="source">FROM of the items <c>i</c> that are looked at: all of them are read, then ordered.</param>
    public static string Of(ListWindow window, string source, Condition? condition = null) => $"""
        {Guard.SignedIn}, {Guard.Grants},
        readable AS MATERIALIZED (
            SELECT i.id, i.type, i.sort_key, i.size_bytes, i.mime_type, i.created_at, i.updated_at
            {source}
            JOIN drives d ON d.id = i.drive_id
            JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
            LEFT JOIN granted_folders gf ON gf.id = f.id
            LEFT JOIN granted gi ON gi.item_id = i.id
            WHERE i.trashed_at IS NULL AND f.trash_id IS NULL
                AND (d.owner_id = @CallerId OR gf.id IS NOT NULL OR gi.item_id IS NOT NULL)
                AND {Candidates.OfType}{Candidates.And(condition)}
        ),
        wanted AS (
            SELECT i.id
            FROM readable i
            {(window.After is null ? "" : $"WHERE {Keyset.After(window.Order.Terms, 0)}")}
            ORDER BY {window.Order.By}
            LIMIT @Limit OFFSET @Offset
        ),
        {Shown("(SELECT count(*) AS total FROM readable WHERE @Count)", window.Order)}
        """;

    /// <summary>The items of <c>wanted</c>, dressed; and the length of the whole list.</summary>
    public static string Shown(string total, ListOrder order) => $"""
        shown AS ({Guard.Admitted})
        SELECT c.level AS guard_level, c.type AS guard_type, n.total AS guard_total, {ItemView.TargetColumns}, i.sort_key
        FROM target c
        CROSS JOIN {total} n
        LEFT JOIN shown t ON t.level > 0
        LEFT JOIN items i ON i.id = t.id
        {ItemView.Joins}
        ORDER BY {order.By}
        """;
}
