using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Listing;

/// <summary>How the rows of a <c>page i</c> of a <see cref="FolderList"/> are dressed, as a set: with grants, the names of folders between, tags.</summary>
internal static class FolderRows
{
    /// <summary>The caller's highest grants on what has these ids, which are looked up as a set; none of them adds to admin.</summary>
    public static string Granted(string ids) => $"""
        granted AS MATERIALIZED (
            SELECT p.item_id, max(p.level) AS level
            FROM permissions p
            CROSS JOIN caller c
            WHERE p.item_id = ANY (ARRAY({ids})) AND (SELECT t.level FROM target t) < 3 AND {Guard.Mine}
            GROUP BY p.item_id
        )
        """;

    /// <param name="all">FROM of the whole list, for its length; ends in a condition.</param>
    public static string Dressed(ListWindow window, string all) => $"""
        ways AS MATERIALIZED (
            SELECT w.folder_id, s.id, s.step
            FROM (SELECT DISTINCT i.parent_id AS folder_id, i.place FROM page i) w
            CROSS JOIN LATERAL unnest(CAST(string_to_array(rtrim(w.place, '/'), '/') AS bigint[])) WITH ORDINALITY s (id, step)
        ),
        {Granted("SELECT i.id FROM page i UNION SELECT w.id FROM ways w")},
        between_folders AS MATERIALIZED (
            SELECT w.folder_id, string_agg('/' || n.name, '' ORDER BY w.step) AS names, max(g.level) AS level
            FROM ways w
            JOIN (SELECT n.id, n.name FROM items n WHERE n.id = ANY (ARRAY(SELECT w.id FROM ways w))) n ON n.id = w.id
            LEFT JOIN granted g ON g.item_id = w.id
            GROUP BY w.folder_id
        )
        {Shown(all, "GREATEST(t.level, w.level, d.level)", "COALESCE(w.names, '')", "LEFT JOIN between_folders w ON w.folder_id = i.parent_id", window)}
        """;

    // A text of its own: were it a value, a plan for all values would look so dear that each page got a plan made for its own, which takes longer than the page.
    private const string Uncounted = "SELECT CAST(NULL AS bigint) AS total";

    public static string Shown(string all, string level, string names, string join, ListWindow window) => $"""
        SELECT {Guard.CountedColumns}, i.*
        FROM folder t
        CROSS JOIN ({(window.Count ? $"SELECT count(*) AS total {all} AND {Candidates.OfType}" : Uncounted)}) n
        LEFT JOIN LATERAL (
            SELECT {ItemView.Own}, i.sort_key, i.place, {level} AS permission_type,
                rtrim(t.shown_path, '/') || {names} || '/' || i.name AS full_path,
                CASE WHEN i.parent_id <> t.id OR cardinality(t.chain) >= t.first_visible THEN i.parent_id END AS parent_id
            FROM page i
            LEFT JOIN granted d ON d.item_id = i.id
            {join}
            {ItemView.Joins}
        ) i ON true
        ORDER BY {window.Order.By}
        """;
}
