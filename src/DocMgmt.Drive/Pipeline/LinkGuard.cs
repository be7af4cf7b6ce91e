namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// The access decision about visitors of share links: the same guarded statements that users send, judged by the link instead of by grants.
/// <c>caller</c> is there while the link opens its item, which each statement judges anew; the link's level is theirs on that item and on what is below
/// it, and nothing else is there for them. Parameters: <c>@CallerLink</c>, <c>@CallerTook</c>.
/// </summary>
internal static class LinkGuard
{
    /// <summary>What the state of a link <c>l</c> depends on: its item <c>li</c>, that one's folder <c>lf</c> and drive <c>ld</c>, and its maker <c>lu</c>.</summary>
    public const string Joins = """
        JOIN users lu ON lu.id = l.created_by
        LEFT JOIN items li ON li.id = l.item_id
        LEFT JOIN folders lf ON lf.id = CASE li.type WHEN 'folder' THEN li.id ELSE li.parent_id END
        LEFT JOIN drives ld ON ld.id = li.drive_id
        """;

    /// <summary>Whether the maker of link <c>l</c> still has admin on its item, as <see cref="Guard"/> decides it for callers.</summary>
    private const string MakerHasAdmin = $"""
        (ld.owner_id = lu.id OR EXISTS (
            SELECT 1
            FROM permissions p
            CROSS JOIN (SELECT lu.id) c
            WHERE p.item_id = ANY (CAST(string_to_array(trim(BOTH '/' FROM lf.path), '/') AS bigint[]) || li.id) AND p.level >= 3 AND {Guard.Mine}
        ))
        """;

    /// <summary>Beside <see cref="Joins"/>: one of <see cref="ShareLinks.LinkState"/>. What has become of the item is told to those only who still have admin on it.</summary>
    public const string State = $"""
        CASE
            WHEN l.revoked_at IS NOT NULL OR li.id IS NULL OR li.purging_at IS NOT NULL THEN 'Revoked'
            WHEN lu.disabled_at IS NOT NULL OR NOT {MakerHasAdmin} THEN 'NotPermitted'
            WHEN li.trashed_at IS NOT NULL OR lf.id IS NULL OR lf.trash_id IS NOT NULL THEN 'Trashed'
            WHEN li.drive_id <> l.drive_id THEN 'Moved'
            WHEN l.expires_at <= @Now THEN 'Expired'
            WHEN l.download_count >= l.max_downloads OR l.upload_count >= l.max_uploads THEN 'UsedUp'
            ELSE 'Active'
        END
        """;

    // Whoever took the last download is not stopped in the middle of it, and who takes the last upload is decided when it is counted.
    private const string Caller = $"""
        caller AS (
            SELECT CAST(NULL AS bigint) AS id, 'visitor' AS role, l.item_id AS link_item, CAST(l.level AS integer) AS link_level
            FROM share_links l
            {Joins}
            WHERE l.id = @CallerLink AND {State} IN ('Active', CASE WHEN @CallerTook OR l.level = 2 THEN 'UsedUp' END)
        )
        """;

    private const string Judged = $"""
        SELECT {Guard.Thing}, CAST(NULL AS bigint) AS caller_id,
            CASE WHEN c.link_item = ANY (chain.ids) THEN c.link_level ELSE 0 END AS level,
            COALESCE(array_position(chain.ids, c.link_item), cardinality(chain.ids)) AS first_visible
        {Guard.FromWanted}
        """;

    /// <summary>The state of the visitor's link; no row for those who are none.</summary>
    public const string StateNow = $"SELECT {State} FROM share_links l {Joins} WHERE l.id = @CallerLink";

    private const string WalkStart = "SELECT c.link_item AS id, 0 AS step FROM caller c";

    /// <summary>A statement as the caller sends it. A visitor's text that has not been turned into theirs finds no caller, and so nothing.</summary>
    public static string Form(this Caller caller, string sql) => caller.Visit is null
        ? sql
        : sql.Replace(Guard.Caller, Caller, StringComparison.Ordinal).Replace(Guard.Judged, Judged, StringComparison.Ordinal).Replace(Guard.WalkStart, WalkStart, StringComparison.Ordinal);
}
