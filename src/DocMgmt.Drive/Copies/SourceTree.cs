using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Copies;

/// <summary>What a folder holds that is not in the trash, as of one moment: parents come before what is in them.</summary>
internal sealed class SourceTree(Db db)
{
    /// <param name="Items">The folder itself included; counted up to one more than can be copied.</param>
    /// <param name="Bytes">Of the files' current versions.</param>
    /// <param name="Depth">Of the deepest folder.</param>
    public sealed record Size(int Items, long Bytes, int Depth);

    public Task<Size> MeasureAsync(Target folder, CancellationToken ct) => db.SingleAsync<Size>($"""
        SELECT 1 + CAST(count(*) AS integer) AS items, COALESCE(CAST(sum(c.size_bytes) AS bigint), 0) AS bytes,
            (SELECT COALESCE(max(depth), 0) FROM folders WHERE {Subtrees.Below} AND trash_id IS NULL) AS depth
        FROM (
            SELECT i.size_bytes
            FROM (SELECT id FROM folders WHERE {Subtrees.Below} AND trash_id IS NULL) f
            JOIN items i ON i.parent_id = f.id AND i.trashed_at IS NULL
            LIMIT @Most
        ) c
        """, new { folder.Path, PathEnd = Subtrees.End(folder.Path), Most = CopyItem.MostItems }, ct);

    public Task<IReadOnlyList<Original>> ListAsync(Target folder, CancellationToken ct) => db.ListAsync<Original>($"""
        WITH {Listed}
        SELECT {Original.Columns}
        FROM listed l
        JOIN items i ON i.id = l.source_id
        LEFT JOIN versions v ON v.id = i.current_version_id
        ORDER BY l.position
        """, Of(folder), ct);

    /// <summary>Writes the list down for a job.</summary>
    public Task NoteAsync(Target folder, long jobId, CancellationToken ct) => db.ExecuteAsync($"""
        WITH {Listed}
        INSERT INTO job_items (job_id, position, source_id, type, name, parent)
        SELECT @JobId, l.position, l.source_id, l.type, l.name, l.parent FROM listed l
        """, new { folder.Path, PathEnd = Subtrees.End(folder.Path), jobId }, ct);

    private static object Of(Target folder) => new { folder.Path, PathEnd = Subtrees.End(folder.Path) };

    private const string Listed = $"""
        tree AS MATERIALIZED (
            SELECT f.id, f.depth, row_number() OVER (ORDER BY f.depth, f.path) AS position
            FROM folders f
            WHERE {Subtrees.Below} AND f.trash_id IS NULL
        ),
        listed AS (
            SELECT t.position, i.id AS source_id, i.type, i.name, p.position AS parent
            FROM tree t
            JOIN items i ON i.id = t.id
            LEFT JOIN tree p ON p.id = i.parent_id
            UNION ALL
            SELECT (SELECT count(*) FROM tree) + row_number() OVER (ORDER BY t.position, i.name), i.id, i.type, i.name, t.position
            FROM tree t
            JOIN items i ON i.parent_id = t.id
            WHERE i.type = 'file' AND i.trashed_at IS NULL
        )
        """;
}
