using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Listing;

/// <summary>
/// The statement that lists what the caller may read, the last changed first, without reading all of it.
/// <para>Their own drive: out of the index (drive, updated_at), until the page is full, at most <see cref="Ahead"/> rows further. What is in a trashed
/// folder is still there, so a huge one may fill them; only then the drive's folders are looked at one by one.</para>
/// <para>One by one, as with all folders that were granted: each folder's latest row, which tells the few folders that can have a row of the page; of
/// those the page's length each. So the most that a page costs is a look into each folder, whatever is in them.</para>
/// </summary>
internal static class RecentList
{
    private const string Ahead = "2000";
    private const string InDrive = "FROM items i WHERE i.drive_id = (SELECT id FROM own) AND i.trashed_at IS NULL";
    private const string OwnFolder = "folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END AND f.trash_id IS NULL";

    public static string Of(ListWindow window)
    {
        var candidates = new Candidates(starred: null, condition: null);
        var beyond = window.After is null ? "" : $"AND {Keyset.After(window.Order.Terms, 0)}";
        return $"""
            {Guard.SignedIn}, {Guard.Grants},
            own AS (SELECT d.id FROM drives d WHERE d.owner_id = @CallerId AND d.kind = 'user'),
            near AS MATERIALIZED (
                SELECT i.id, i.updated_at
                FROM (SELECT i.* {InDrive} {beyond} ORDER BY {window.Order.By} LIMIT @Reach + {Ahead}) i
                JOIN {OwnFolder}
                WHERE i.parent_id IS NOT NULL AND {Candidates.OfType}
                ORDER BY {window.Order.By}
                LIMIT @Reach
            ),
            looked_into AS (
                SELECT gf.id FROM granted_folders gf
                UNION
                SELECT f.id
                FROM folders f
                WHERE f.drive_id = (SELECT id FROM own) AND f.trash_id IS NULL AND CASE WHEN (SELECT count(*) FROM near) < @Reach
                    THEN (SELECT i.id {InDrive} {beyond} ORDER BY {window.Order.By} OFFSET @Reach + {Ahead} LIMIT 1) IS NOT NULL END
            ),
            latest AS MATERIALIZED (
                SELECT p.id
                FROM looked_into p
                CROSS JOIN LATERAL (SELECT i.* FROM ({TypeBranches.Of(window.Order, candidates, window.After, limit: "1")}) i ORDER BY {window.Order.By} LIMIT 1) i
                ORDER BY {window.Order.By}
                LIMIT @Reach
            ),
            single AS (
                SELECT i.id, i.updated_at
                FROM granted g
                JOIN items i ON i.id = g.item_id
                JOIN {OwnFolder}
                WHERE i.trashed_at IS NULL AND i.parent_id IS NOT NULL AND {Candidates.OfType} {beyond}
            ),
            wanted AS (
                SELECT i.id
                FROM (
                    SELECT id, updated_at FROM near
                    UNION
                    SELECT i.id, i.updated_at FROM latest p CROSS JOIN LATERAL ({TypeBranches.Of(window.Order, candidates, window.After)}) i
                    UNION
                    SELECT id, updated_at FROM single
                ) i
                ORDER BY {window.Order.By}
                LIMIT @Limit OFFSET @Offset
            ),
            {ReadableList.Shown($"(SELECT count(*) AS total {ReadableList.Everywhere} JOIN {OwnFolder} WHERE @Count AND {Candidates.OfType})", window.Order)}
            """;
    }
}
