using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Search;

/// <summary>The statement of suggestions. Somebody waits for it at each letter: so of what begins with one letter it looks at a few hundred, and takes the best of these.</summary>
internal static class SuggestionSql
{
    private const string MostOfNames = "200";
    private const string MostOfWords = "1000";

    /// <summary>What begins with the text comes out of the index of names, whatever else has the words.</summary>
    public static readonly string Text = $"""
        {Guard.SignedIn}, {Guard.Grants}, {SearchSql.Reach}, {SearchSql.Asked},
        hits AS MATERIALIZED (
            SELECT n.item_id, n.name_text
            FROM reach d
            CROSS JOIN LATERAL (
                SELECT s.item_id, s.name_text
                FROM search_texts s
                WHERE s.drive_id = d.id AND s.name_text >= @Whole AND s.name_text < @WholeEnd
                ORDER BY s.name_text
                LIMIT {MostOfNames}
            ) n
            WHERE d.own
            UNION
            SELECT s.item_id, s.name_text FROM ({string.Join("\nUNION ALL\n", SearchSql.Sources.Select(s => $"({s} LIMIT {MostOfWords})"))}) s
        ),
        found AS MATERIALIZED (
            SELECT i.id, i.updated_at, {SearchSql.Relevance} AS relevance
            {SearchSql.LiveHits}
        ),
        best AS (
            SELECT i.id, row_number() OVER (ORDER BY i.relevance, i.updated_at DESC, i.id DESC) AS position FROM found i ORDER BY i.relevance, i.updated_at DESC, i.id DESC LIMIT @Limit
        ),
        shown AS (WITH wanted AS (SELECT id FROM best) {Guard.Admitted})
        SELECT c.level AS guard_level, c.type AS guard_type, CAST(NULL AS bigint) AS guard_total, i.id, i.name AS item_name, i.type, i.mime_type, {ItemView.TargetPath} AS full_path
        FROM target c
        LEFT JOIN (best w JOIN shown t ON t.id = w.id AND t.level > 0) ON true
        LEFT JOIN items i ON i.id = t.id
        ORDER BY w.position
        """;
}
