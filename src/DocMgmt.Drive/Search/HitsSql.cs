namespace DocMgmt.Drive.Search;

/// <summary>
/// Where hits come from: which drives and folders are searched, what the index is asked, and the rows of <c>search_texts</c> that it finds.
/// <para><c>reach d</c>: the drives that are searched, and which of them are the caller's own: all in these may be read. Of the others only what was granted:
/// <c>places</c>, and single things.</para>
/// </summary>
internal static class HitsSql
{
    // Of more folders of a drive than these the index is not asked: looking at what is found in the drive is less then.
    private const string FewPlaces = "300";

    // Of a drive, that have words of the query: those that are used most.
    private const string MostTags = "300";

    /// <summary>Everywhere. After <see cref="Pipeline.Guard.Grants"/>.</summary>
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
    public const string ReachBelow = """
        reach AS MATERIALIZED (SELECT t.drive_id AS id, t.owner_id, false AS own FROM target t WHERE t.level > 0),
        places AS MATERIALIZED (
            SELECT f.id, f.drive_id
            FROM target t
            JOIN folders f ON f.path >= t.path AND f.path < left(t.path, -1) || '0' -- '0' comes after '/'
            WHERE f.trash_id IS NULL
        )
        """;

    public const string ReachIn = """
        reach AS MATERIALIZED (SELECT t.drive_id AS id, t.owner_id, false AS own FROM target t WHERE t.level > 0),
        places AS MATERIALIZED (SELECT t.id, t.drive_id FROM target t)
        """;

    /// <summary>
    /// What the index is asked, of each drive in <c>reach</c>; see <see cref="IndexQuery"/>. Of others' drives one after the other: what a scan of the index takes
    /// grows with the square of the words that it is asked for, which may be a thousand with their typos.
    /// </summary>
    public const string Asked = $"""
        tagged AS MATERIALIZED (
            SELECT g.n, g.drive_id, string_agg('|''#' || g.id || '''', '') AS alternatives
            FROM (
                SELECT a.n, d.id AS drive_id, g.id, row_number() OVER (PARTITION BY d.id ORDER BY g.name_key = a.key DESC NULLS LAST, g.usage_count DESC, g.id) AS place
                FROM unnest(CAST(@TagTexts AS text[]), CAST(@TagKeys AS text[])) WITH ORDINALITY a (pattern, key, n)
                CROSS JOIN reach d
                JOIN tags g ON g.drive_id = d.id AND (g.name_key = a.key OR strpos(' ' || g.name_text || ' ', a.pattern) > 0)
            ) g
            WHERE g.place <= {MostTags}
            GROUP BY g.n, g.drive_id
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

    private const string OwnQuery = "(SELECT CAST(string_agg(a.query, '|') AS tsquery) FROM asked a WHERE a.own)";

    public const string OwnHits = $"SELECT s.* FROM search_texts s WHERE s.words @@ {OwnQuery}";

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

    // Where more has the words than is ranked: what ranks first for sure, by the names that begin so and by what changed last.
    private const string Foremost = $"""
        SELECT s.*
        FROM reach d
        CROSS JOIN LATERAL (
            SELECT n.item_id
            FROM (
                SELECT s.item_id FROM search_texts s WHERE s.drive_id = d.id AND s.name_text >= (SELECT @Whole) AND s.name_text < (SELECT @WholeEnd) ORDER BY s.name_text LIMIT 1000
            ) n
            UNION
            SELECT l.id FROM (SELECT i.id FROM items i WHERE i.drive_id = d.id AND i.trashed_at IS NULL ORDER BY i.updated_at DESC, i.id DESC LIMIT 10000) l
        ) n
        JOIN search_texts s ON s.item_id = n.item_id
        WHERE d.own AND (SELECT count(*) FROM own_hits) >= (SELECT @MostRanked) AND s.words @@ {OwnQuery}
        """;

    /// <summary><c>hits</c>, with these columns of <c>search_texts s</c>, and <see cref="Bounded"/>.</summary>
    public static string Of(SearchScope scope, string columns)
    {
        string Most(string source) => $"SELECT {columns} FROM ({source} LIMIT (SELECT @MostRanked)) s";
        var hits = scope != SearchScope.Everywhere ? $"hits AS MATERIALIZED ({Most(HitsAtPlaces)})" : $"""
            own_hits AS MATERIALIZED ({Most(OwnHits)}),
            hits AS MATERIALIZED (
                SELECT * FROM own_hits
                UNION ALL
                {Most(HitsAtPlaces)}
                UNION ALL
                {Most(SingleHits)}
                UNION ALL
                SELECT {columns} FROM ({Foremost}) s WHERE NOT EXISTS (SELECT 1 FROM own_hits o WHERE o.item_id = s.item_id)
            )
            """;
        return $"{hits}, {Bounded} AS (SELECT count(*) >= (SELECT @MostRanked) AS yes FROM hits)";
    }

    /// <summary>Whether there may be more hits than are looked at.</summary>
    public const string Bounded = "bounded";

    public const string Said = "' ' || s.name_text || ' | ' || s.about_text || ' | ' || replace(s.parts_text, ' ', ' | ') || ' ' AS said";
}
