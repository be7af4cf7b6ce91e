using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Search;

/// <summary>
/// The statements of a search, up to what they found: <c>found i</c>, with the columns of the order and <c>relevance</c>. Everything that a caller may read
/// is decided in them, so what was shared, revoked or trashed a moment ago is found or gone, counted or not.
/// <para><c>reach d</c>: the drives that are searched, and which of them are the caller's own: all in these may be read. Of the others only what was granted:
/// <c>places</c>, and single things.</para>
/// </summary>
internal static class SearchSql
{
    /// <summary>Where to look.</summary>
    public enum Scope
    {
        /// <summary>In all that the caller may read.</summary>
        Everywhere,

        /// <summary>Below the folder that the request was admitted to.</summary>
        Below,

        /// <summary>Directly in it.</summary>
        In,
    }

    // Of more folders of a drive than these the index is not asked: looking at what is found in the drive is less then.
    private const string FewPlaces = "300";

    /// <summary>Everywhere. After <see cref="Guard.Grants"/>.</summary>
    public const string Reach = """
        reach AS MATERIALIZED (
            SELECT d.id, d.owner_id, true AS own FROM drives d WHERE d.owner_id = @CallerId
            UNION ALL
            SELECT DISTINCT d.id, d.owner_id, false
            FROM granted g
            JOIN items i ON i.id = g.item_id
            JOIN drives d ON d.id = i.drive_id
            WHERE d.owner_id <> @CallerId
        ),
        places AS MATERIALIZED (SELECT gf.id, gf.drive_id FROM granted_folders gf)
        """;

    // What the target is readable to is readable below it.
    private const string ReachBelow = """
        reach AS MATERIALIZED (SELECT t.drive_id AS id, t.owner_id, false AS own FROM target t WHERE t.level > 0),
        places AS MATERIALIZED (
            SELECT f.id, f.drive_id
            FROM target t
            JOIN folders f ON f.path >= t.path AND f.path < left(t.path, -1) || '0' -- '0' comes after '/'
            WHERE f.trash_id IS NULL
        )
        """;

    private const string ReachIn = """
        reach AS MATERIALIZED (SELECT t.drive_id AS id, t.owner_id, false AS own FROM target t WHERE t.level > 0),
        places AS MATERIALIZED (SELECT t.id, t.drive_id FROM target t)
        """;

    /// <summary>
    /// What the index is asked, of each drive in <c>reach</c>; see <see cref="IndexQuery"/>. Of others' drives one after the other: what a scan of the index takes
    /// grows with the square of the words that it is asked for, which may be a thousand with their typos.
    /// </summary>
    public const string Asked = $"""
        tagged AS MATERIALIZED (
            SELECT a.n, d.id AS drive_id, string_agg('|''#' || g.id || '''', '') AS alternatives
            FROM unnest(CAST(@TagTexts AS text[]), CAST(@TagKeys AS text[])) WITH ORDINALITY a (pattern, key, n)
            CROSS JOIN reach d
            JOIN tags g ON g.drive_id = d.id AND (g.name_key = a.key OR strpos(' ' || g.name_text || ' ', a.pattern) > 0)
            GROUP BY a.n, d.id
        ),
        asked AS MATERIALIZED (
            SELECT d.id AS drive_id, d.own, (
                SELECT string_agg(p.piece || COALESCE('''' || d.id || '/' || p.lexeme, '') || COALESCE(t.alternatives, ''), '' ORDER BY p.n)
                FROM unnest(CAST(@Pieces AS text[]), CAST(@Lexemes AS text[]), CAST(@TagsOf AS integer[])) WITH ORDINALITY p (piece, lexeme, tag, n)
                LEFT JOIN tagged t ON t.n = p.tag AND t.drive_id = d.id
            ) AS query
            FROM (SELECT d.* FROM reach d ORDER BY d.own DESC, d.id LIMIT (SELECT @MostDrives)) d
        ),
        asked_of_places AS MATERIALIZED (
            SELECT x.drive_id, x.places, CASE WHEN x.places IS NULL THEN x.query ELSE x.query && x.places END AS query
            FROM (
                SELECT a.drive_id, CAST(a.query AS tsquery) AS query, CASE WHEN count(*) <= {FewPlaces} THEN CAST(string_agg('''.' || p.id || '''', '|') AS tsquery) END AS places
                FROM asked a
                JOIN places p ON p.drive_id = a.drive_id
                WHERE NOT a.own
                GROUP BY a.drive_id, a.query
                OFFSET 0
            ) x
        )
        """;

    public const string OwnHits = "SELECT s.* FROM search_texts s WHERE s.words @@ (SELECT CAST(string_agg(a.query, '|') AS tsquery) FROM asked a WHERE a.own)";

    // OFFSET: drive by drive, out of the index of words. The sum says nothing, but keeps the index of names out of it and the estimate small.
    public const string HitsAtPlaces = """
        SELECT s.*
        FROM asked_of_places a
        CROSS JOIN LATERAL (
            SELECT s.*
            FROM search_texts s
            WHERE s.words @@ a.query AND s.drive_id + 0 = a.drive_id AND (s.parent_id IN (SELECT p.id FROM places p)) IS TRUE
            OFFSET 0
        ) s
        """;

    public const string SingleHits = """
        SELECT s.*
        FROM granted g
        JOIN search_texts s ON s.item_id = g.item_id
        JOIN asked a ON a.drive_id = s.drive_id AND NOT a.own
        WHERE s.words @@ CAST(a.query AS tsquery) AND NOT EXISTS (SELECT 1 FROM places p WHERE p.id = s.parent_id)
        """;

    /// <summary>Where hits come from, everywhere: rows of <c>search_texts</c>.</summary>
    private static readonly IReadOnlyList<string> Sources = [OwnHits, HitsAtPlaces, SingleHits];

    private const string Said = "' ' || s.name_text || ' | ' || s.about_text || ' | ' || s.parts_text || ' ' AS said";

    private const string RestOfExtension = "@Whole || ' ' || lower(substring(i.name FROM '\\.([^.[:space:]]+)$'))";

    /// <summary>How well an item fits: 0 is called so, with or without its extension; 1 its name begins so; 2 has the words.</summary>
    public const string Relevance = $"""
        CASE
            WHEN CAST(@Whole AS text) IS NULL THEN 2
            WHEN h.name_text = @Whole THEN 0
            WHEN starts_with(h.name_text, @Whole) THEN CASE WHEN i.type = 'file' AND h.name_text = {RestOfExtension} THEN 0 ELSE 1 END
            ELSE 2
        END
        """;

    private const string Folder = "CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END";
    private const string NotInTrash = "i.trashed_at IS NULL AND f.trash_id IS NULL AND i.parent_id IS NOT NULL";

    /// <summary>FROM hits <c>h</c>: the items <c>i</c> that are not in the trash, each looked up, and their drives <c>d</c>; ends in a condition. However many rows are guessed: no table is read for a few hits.</summary>
    public const string LiveHits = $"""
        FROM hits h
        CROSS JOIN LATERAL (SELECT i.* FROM items i WHERE i.id = h.item_id OFFSET 0) i
        CROSS JOIN LATERAL (SELECT f.trash_id FROM folders f WHERE f.id = {Folder} OFFSET 0) f
        JOIN reach d ON d.id = i.drive_id
        WHERE {NotInTrash}
        """;

    private const string Live = $"JOIN folders f ON f.id = {Folder} JOIN reach d ON d.id = i.drive_id WHERE {NotInTrash}";

    /// <param name="columns">Of <c>i</c>, to be found.</param>
    /// <param name="guard">As the access of the request has it.</param>
    public static string Found(string guard, Scope scope, CompiledQuery query, string columns)
    {
        var begin = scope == Scope.Everywhere ? $"{guard}, {Guard.Grants}, {Reach}" : $"{guard}, {(scope == Scope.Below ? ReachBelow : ReachIn)}";
        return query.Index.IsEmpty
            ? $"{begin}, found AS MATERIALIZED (SELECT {columns}, CAST(2 AS smallint) AS relevance {All(scope, query)} {Live}{Candidates.And(query.Rest)})"
            : $"""
            {begin}, {Asked},
            hits AS MATERIALIZED (
                SELECT s.item_id, s.name_text{(query.ReadsSaid ? $", {Said}" : "")}
                FROM ({(scope == Scope.Everywhere ? string.Join("\nUNION ALL\n", Sources) : HitsAtPlaces)}) s
            ),
            found AS MATERIALIZED (
                SELECT {columns}, CAST({Relevance} AS smallint) AS relevance
                {LiveHits}{Candidates.And(query.Rest)}
            )
            """;
    }

    // Without a word to look up, all that the caller may read is asked.
    private static string All(Scope scope, CompiledQuery query) => $"""
        {(scope == Scope.Everywhere ? ReadableList.Everywhere : "FROM places p JOIN items i ON i.parent_id = p.id")}
        {(query.ReadsSaid ? $"JOIN LATERAL (SELECT {Said} FROM search_texts s WHERE s.item_id = i.id) h ON true" : "")}
        """;

    /// <summary>One page of it, dressed, and the total.</summary>
    public static string Page(string found, ListWindow window) => $"""
        {found},
        best AS (
            SELECT i.id, i.relevance, row_number() OVER (ORDER BY {window.Order.By}) AS position
            FROM found i
            {(window.After is null ? "" : $"WHERE {Keyset.After(window.Order.Terms, 0)}")}
            ORDER BY {window.Order.By}
            LIMIT (SELECT @Limit) OFFSET (SELECT @Offset) -- unseen by the planner, which would else make a plan for each page anew
        ),
        shown AS (WITH wanted AS (SELECT id FROM best) {Guard.Admitted})
        SELECT c.level AS guard_level, c.type AS guard_type, n.total AS guard_total, {ItemView.TargetColumns}, i.sort_key, w.relevance
        FROM target c
        CROSS JOIN (SELECT count(*) AS total FROM (SELECT 1 FROM found WHERE @Count LIMIT @MostCounted) x) n
        LEFT JOIN (best w JOIN shown t ON t.id = w.id AND t.level > 0) ON true
        LEFT JOIN items i ON i.id = t.id
        {ItemView.Joins}
        ORDER BY w.position
        """;

    /// <summary>How many of it have which type, owner, tag and month; of each the most frequent values.</summary>
    public static string Facets(string found, IReadOnlyList<Facet> facets) => $"""
        {found},
        counted AS ({string.Join("\nUNION ALL\n", facets.Select(f => $"({Counted(f)} ORDER BY count DESC, value LIMIT @MostValues)"))})
        SELECT {Guard.Columns}, c.facet, c.value, c.label, c.count FROM target t LEFT JOIN counted c ON true ORDER BY c.count DESC, c.value
        """;

    private static string Counted(Facet facet) => facet switch
    {
        Facet.Type => $"SELECT 'type' AS facet, {FileKinds.Sql} AS value, CAST(NULL AS text) AS label, count(*) AS count FROM found f JOIN items i ON i.id = f.id GROUP BY 2",
        Facet.Owner => "SELECT 'owner' AS facet, CAST(f.owner_id AS text) AS value, min(u.display_name) AS label, count(*) AS count FROM found f JOIN users u ON u.id = f.owner_id GROUP BY f.owner_id",
        Facet.Tag => "SELECT 'tag' AS facet, min(g.name) AS value, CAST(NULL AS text) AS label, count(*) AS count FROM found f JOIN item_tags x ON x.item_id = f.id JOIN tags g ON g.id = x.tag_id GROUP BY g.name_key",
        _ => "SELECT 'month' AS facet, to_char(f.updated_at AT TIME ZONE 'UTC', 'YYYY-MM') AS value, CAST(NULL AS text) AS label, count(*) AS count FROM found f GROUP BY 2",
    };
}
