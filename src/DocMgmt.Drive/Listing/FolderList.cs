using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Listing;

/// <summary>
/// The statements that list a folder: its children, or all that is below it. Each first finds the page's rows, as <c>page i</c> with the <c>place</c> of
/// each (the ids that lead to it from the folder); <see cref="FolderRows"/> dresses them.
/// </summary>
internal static class FolderList
{
    /// <summary>What is directly in it.</summary>
    public static string Children(ListWindow window, Candidates candidates) => $"""
        {Head}
        page AS MATERIALIZED (
            SELECT i.*, CAST('' AS text) AS place
            FROM items i
            WHERE i.id = ANY (ARRAY(
                SELECT i.id
                FROM folder p
                CROSS JOIN LATERAL ({TypeBranches.Of(window.Order, candidates, window.After)}) i
                ORDER BY {window.Order.By}
                LIMIT @Limit OFFSET @Offset
            ))
        ),
        {FolderRows.Granted("SELECT i.id FROM page i")}
        {FolderRows.Shown($"FROM folder p CROSS JOIN LATERAL (SELECT i.type {candidates.All}) i WHERE true", "GREATEST(t.level, d.level)", "''", "", window)}
        """;

    /// <summary>
    /// All that is below it, folder by folder. Begins with the folder of the cursor's row and takes the next in the index until there is enough: a page
    /// costs its rows, and a look into each folder between that has none. One step at a time, since the planner would sort all that is below.
    /// </summary>
    public static string Tree(ListWindow window, Candidates candidates) => $"""
        {Head}
        page AS MATERIALIZED (
            WITH RECURSIVE walk AS (
                SELECT s.id, (t.path || CAST(@AfterPlace AS text)) COLLATE "C" AS path, t.path AS top, 0 AS step, CAST(0 AS bigint) AS found
                FROM folder t
                LEFT JOIN folders s ON s.path = t.path || CAST(@AfterPlace AS text) AND s.trash_id IS NULL
                WHERE t.type = 'folder'
                UNION ALL
                SELECT p.id, p.path, w.top, w.step + 1, w.found + n.found
                FROM walk w
                CROSS JOIN LATERAL (
                    SELECT p.id, p.path
                    FROM folders p
                    WHERE p.path > w.path AND p.path < left(w.top, -1) || '0' AND p.trash_id IS NULL
                    ORDER BY p.path
                    LIMIT 1
                ) p
                CROSS JOIN LATERAL (SELECT count(*) AS found FROM ({TypeBranches.Of(window.Order, candidates, null)}) i) n
                WHERE w.found < @Reach
            )
            SELECT i.*, substr(p.path, length(p.top) + 1) AS place
            FROM items i
            JOIN walk p ON p.id = i.parent_id
            WHERE i.id = ANY (ARRAY(
                SELECT i.id
                FROM (
                    SELECT i.*, substr(p.path, length(p.top) + 1) AS place
                    FROM walk p
                    CROSS JOIN LATERAL ({TypeBranches.Of(window.Order, candidates, window.After)}) i
                    WHERE p.step = 0
                    UNION ALL
                    SELECT i.*, substr(p.path, length(p.top) + 1) AS place
                    FROM walk p
                    CROSS JOIN LATERAL ({TypeBranches.Of(window.Order, candidates, null)}) i
                    WHERE p.step > 0
                ) i
                ORDER BY {window.Order.By}
                LIMIT @Limit OFFSET @Offset
            ))
        ),
        {FolderRows.Dressed(window, Everything(candidates))}
        """;

    /// <summary>All that is below it in an order that no index has: reads all of it.</summary>
    public static string Subtree(ListWindow window, Candidates candidates)
    {
        var after = window.After is null ? "" : Keyset.After(window.Order.Terms, 0);
        var beyond = window switch
        {
            { After: null } => "",
            { Order.IsTree: true } => $"WHERE i.place >= @AfterPlace AND (i.place > @AfterPlace OR ({after}))",
            _ => $"WHERE {after}",
        };
        return $"""
            {Head}
            page AS MATERIALIZED (
                SELECT i.*
                FROM (SELECT i.*, substr(p.path, length(t.path) + 1) AS place {Everything(candidates)} AND {Candidates.OfType}) i
                {beyond}
                ORDER BY {window.Order.By}
                LIMIT @Limit OFFSET @Offset
            ),
            {FolderRows.Dressed(window, Everything(candidates))}
            """;
    }

    private const string Head = $"{Guard.Folder}, folder AS MATERIALIZED (SELECT t.*, {ItemView.TargetPath} AS shown_path FROM target t),";

    /// <summary>The live folders <c>p</c> in folder <c>t</c>, itself included.</summary>
    private const string Below = "p.path < left(t.path, -1) || '0' AND p.trash_id IS NULL"; // '0' comes after '/'

    private static string Everything(Candidates candidates) => $"""
        FROM folder t
        JOIN folders p ON p.path >= t.path AND {Below}
        CROSS JOIN LATERAL (SELECT i.* {candidates.All}) i
        WHERE t.type = 'folder'
        """;
}
