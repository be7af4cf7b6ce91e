using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Search;

/// <summary>The statement of suggestions. Somebody waits for it at each letter: of a few hundred names that begin so, and as many hits, it takes the best.</summary>
internal static class SuggestionSql
{
    private const string MostOfNames = "200";
    private const string MostOfWords = "500";
    private const string FewItems = "10000";

    private const string Order = "ORDER BY i.relevance, i.updated_at DESC, i.id DESC";

    private const string Found = $"""
        SELECT i.id, i.updated_at, {SearchSql.Relevance} AS relevance
        {SearchSql.LiveHits}
        """;

    // What begins like a letter may be half of a drive: where the places hold few things, all of these are looked at instead, by what no index is used for.
    private const string HitsAtPlaces = """
        SELECT s.*
        FROM asked_of_places a
        CROSS JOIN LATERAL (
            SELECT s.*
            FROM search_texts s
            WHERE s.words @@ CASE WHEN (SELECT f.items FROM few f) THEN COALESCE(a.places, a.query) ELSE a.query END AND ts_match_vq(s.words, a.query)
                AND s.drive_id + 0 = a.drive_id AND (s.parent_id IN (SELECT p.id FROM places p)) IS TRUE
            OFFSET 0
        ) s
        """;

    /// <summary>What begins with the text comes out of the index of names; the caller's own drive is asked for what else has the words where that is too little.</summary>
    public static readonly string Text = $"""
        {Guard.SignedIn}, {Guard.Grants}, {HitsSql.Reach}, {HitsSql.Asked},
        few AS MATERIALIZED (
            SELECT count(*) <= {FewItems} AS items
            FROM (SELECT 1 FROM places p CROSS JOIN LATERAL (SELECT 1 FROM items i WHERE i.parent_id = p.id LIMIT {FewItems} + 1) i LIMIT {FewItems} + 1) x
        ),
        hits AS MATERIALIZED (
            SELECT n.item_id, n.parent_id, n.name_text
            FROM reach d
            CROSS JOIN LATERAL (
                SELECT s.item_id, s.parent_id, s.name_text
                FROM search_texts s
                WHERE s.drive_id = d.id AND s.name_text >= (SELECT @Whole) AND s.name_text < (SELECT @WholeEnd) -- values that the planner saw would have it plan anew for each letter
                ORDER BY s.name_text
                LIMIT {MostOfNames}
            ) n
            WHERE d.own
        ),
        begun AS MATERIALIZED ({Found}),
        more AS MATERIALIZED (
            SELECT s.item_id, s.parent_id, s.name_text FROM ({HitsSql.OwnHits} LIMIT {MostOfWords}) s WHERE (SELECT count(*) FROM begun) < @Limit
            UNION ALL
            SELECT s.item_id, s.parent_id, s.name_text FROM ({HitsAtPlaces} LIMIT {MostOfWords}) s
            UNION ALL
            SELECT s.item_id, s.parent_id, s.name_text FROM ({HitsSql.SingleHits} LIMIT {MostOfWords}) s
        ),
        found AS MATERIALIZED (SELECT * FROM begun UNION {Found.Replace(" hits h", " more h", StringComparison.Ordinal)}),
        best AS (
            SELECT i.id, row_number() OVER ({Order}) AS position FROM (SELECT i.* FROM found i {Order} LIMIT (SELECT @Limit)) i
        ),
        shown AS (WITH wanted AS (SELECT id FROM best) {Guard.Admitted})
        SELECT c.level AS guard_level, c.type AS guard_type, CAST(NULL AS bigint) AS guard_total, i.id, i.name AS item_name, i.type, i.mime_type, {ItemView.TargetPath} AS full_path
        FROM target c
        LEFT JOIN (best w JOIN shown t ON t.id = w.id AND t.level > 0) ON true
        LEFT JOIN items i ON i.id = t.id
        ORDER BY w.position
        """;
}
