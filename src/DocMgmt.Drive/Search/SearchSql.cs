using DocMgmt.Drive.Items;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Search;

/// <summary>
/// The statements of a search, up to what they found: <c>found i</c>, with the columns of the order and <c>relevance</c>. Everything that a caller may read
/// is decided in them, so what was shared, revoked or trashed a moment ago is found or gone, counted or not.
/// </summary>
internal static class SearchSql
{
    private const string Extension = "' ' || lower(substring(i.name COLLATE \"default\" FROM '\\.([^.[:space:]]+)$'))";
    private const string RestOfExtension = $"@Whole || {Extension}";
    private const string MeantWithExtension = $"split_part(h.name_text, ' ', 1) || {Extension}";

    /// <summary>How well an item fits: 0 is called so, with or without its extension; 1 its name begins so; 2 has the words.</summary>
    public const string Relevance = $"""
        CASE
            WHEN CAST(@Whole AS text) IS NULL THEN 2
            WHEN CAST(@Meant AS text[]) IS NOT NULL THEN CASE WHEN split_part(h.name_text, ' ', 1) <> ALL (CAST(@Meant AS text[])) THEN 2 WHEN h.name_text IN (split_part(h.name_text, ' ', 1), {MeantWithExtension}) THEN 0 ELSE 1 END
            WHEN h.name_text = @Whole THEN 0
            WHEN starts_with(h.name_text, @Whole) THEN CASE WHEN i.type = 'file' AND h.name_text = {RestOfExtension} THEN 0 ELSE 1 END
            ELSE 2
        END
        """;

    /// <summary>
    /// FROM hits <c>h</c>: the items <c>i</c> that are not in the trash; before its WHERE. Each is looked up, however many rows are guessed: no table is read
    /// for a few hits. What is in the trash by a folder above has a folder that is marked, which is asked once for all that is in it.
    /// </summary>
    public const string LiveHits = """
        FROM (
            SELECT p.parent_id
            FROM (SELECT DISTINCT h.parent_id FROM hits h) p
            CROSS JOIN LATERAL (SELECT f.trash_id FROM folders f WHERE f.id = p.parent_id OFFSET 0) f
            WHERE f.trash_id IS NULL
        ) f
        JOIN hits h ON h.parent_id = f.parent_id
        CROSS JOIN LATERAL (SELECT i.* FROM items i WHERE i.id = h.item_id AND i.trashed_at IS NULL OFFSET 0) i
        """;

    private const string Live = """
        JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
        JOIN reach d ON d.id = i.drive_id
        WHERE i.trashed_at IS NULL AND f.trash_id IS NULL AND i.parent_id IS NOT NULL
        """;

    /// <param name="columns">Of <c>i</c>, to be found.</param>
    /// <param name="guard">As the access of the request has it.</param>
    public static string Found(string guard, SearchScope scope, CompiledQuery query, string columns)
    {
        var begin = scope == SearchScope.Everywhere ? $"{guard}, {Guard.Grants}, {HitsSql.Reach}" : $"{guard}, {(scope == SearchScope.Below ? HitsSql.ReachBelow : HitsSql.ReachIn)}";
        return query.Index.IsEmpty
            ? $"{begin}, {HitsSql.Bounded} AS (SELECT false AS yes), found AS MATERIALIZED (SELECT {columns}, CAST(2 AS smallint) AS relevance {All(scope, query)} {Live}{Candidates.And(query.Rest)})"
            : $"""
            {begin}, {HitsSql.Asked},
            {HitsSql.Of(scope, $"s.item_id, s.parent_id, s.name_text{(query.ReadsSaid ? $", {HitsSql.Said}" : "")}")},
            found AS MATERIALIZED (
                SELECT {columns}, CAST({Relevance} AS smallint) AS relevance
                {LiveHits} {(query.ReadsOwner || columns.Contains("d.", StringComparison.Ordinal) ? "JOIN reach d ON d.id = i.drive_id" : "")}
                WHERE true{Candidates.And(query.Rest)}
            )
            """;
    }

    // Without a word to look up, all that the caller may read is asked.
    private static string All(SearchScope scope, CompiledQuery query) => $"""
        {(scope == SearchScope.Everywhere ? ReadableList.Everywhere : "FROM places p JOIN items i ON i.parent_id = p.id")}
        {(query.ReadsSaid ? $"JOIN LATERAL (SELECT {HitsSql.Said} FROM search_texts s WHERE s.item_id = i.id) h ON true" : "")}
        """;

    /// <summary>One page of it, dressed, and the total; where that is <see cref="HitsSql.Bounded"/>, less than 0: by one more.</summary>
    public static string Page(string found, ListWindow window) => $"""
        {found},
        best AS (
            SELECT i.id, i.relevance, row_number() OVER (ORDER BY {window.Order.By}) AS position
            FROM (
                SELECT i.*
                FROM found i
                {(window.After is null ? "" : $"WHERE {Keyset.After(window.Order.Terms, 0)}")}
                ORDER BY {window.Order.By}
                LIMIT (SELECT @Limit) OFFSET (SELECT @Offset) -- unseen by the planner, which would else make a plan for each page anew
            ) i
        ),
        shown AS (WITH wanted AS (SELECT id FROM best) {Guard.Admitted})
        SELECT c.level AS guard_level, c.type AS guard_type, n.total AS guard_total, {ItemView.TargetColumns}, i.sort_key, w.relevance
        FROM target c
        CROSS JOIN (
            SELECT CASE WHEN (SELECT b.yes FROM {HitsSql.Bounded} b) THEN -1 - count(*) ELSE count(*) END AS total FROM (SELECT 1 FROM found WHERE @Count LIMIT @MostCounted) x
        ) n
        LEFT JOIN (best w JOIN shown t ON t.id = w.id AND t.level > 0) ON true
        LEFT JOIN items i ON i.id = t.id
        {ItemView.Joins}
        ORDER BY w.position
        """;
}
