using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>
/// Which files below a folder have something to prune, window by window in the order of (path, name): at most so many folders and files in one.
/// A whole walk reads each of them once.
/// </summary>
internal static class FindDoomed
{
    /// <param name="Path">The folder that the last window ended in; at first the top one.</param>
    /// <param name="End">The first path that is not below the top.</param>
    /// <param name="Name">The file that it ended with; empty at first; null: with the folder's last one.</param>
    public sealed record Query(string Path, string End, string? Name, int Batch) : IQuery<Window>
    {
        public Access Access => Access.Job;
    }

    public sealed class Window
    {
        /// <summary>For each of <see cref="ItemIds"/>, the folder that it is in; those of one folder follow each other.</summary>
        public long[] FolderIds { get; init; } = [];
        public long[] ItemIds { get; init; } = [];

        /// <summary>Null: this was the last window.</summary>
        public string? NextPath { get; init; }
        public string? NextName { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Window>
    {
        public Task<Window> Handle(Query query, CancellationToken ct) => db.SingleAsync<Window>(query, $"""
            WITH chosen AS MATERIALIZED (
                SELECT f.id, f.path
                FROM folders f
                WHERE f.path >= @Path AND f.path < @End AND (CAST(@Name AS text) IS NOT NULL OR f.path > @Path) AND f.trash_id IS NULL
                ORDER BY f.path
                LIMIT @Batch
            ),
            picked AS MATERIALIZED (
                SELECT f.id AS folder_id, f.path, c.*
                FROM chosen f
                CROSS JOIN LATERAL (
                    SELECT i.id, i.name, i.current_version_id
                    FROM items i
                    WHERE i.parent_id = f.id AND {DoomedVersions.Files} AND i.name > CASE WHEN f.path > @Path THEN '' ELSE CAST(@Name AS text) END -- from there on, by the index of names
                    ORDER BY i.name
                    LIMIT @Batch
                ) c
                ORDER BY f.path, c.name
                LIMIT @Batch
            ),
            files AS (SELECT f.folder_id, f.id, f.current_version_id, r.keep_newest, r.keep_daily_days FROM picked f CROSS JOIN LATERAL ({DoomedVersions.Nearest}) r),
            {DoomedVersions.Doomed},
            touched AS MATERIALIZED (SELECT DISTINCT f.folder_id, f.id FROM doomed d JOIN picked f ON f.id = d.item_id)
            SELECT ARRAY(SELECT x.folder_id FROM touched x ORDER BY x.folder_id, x.id) AS folder_ids,
                ARRAY(SELECT x.id FROM touched x ORDER BY x.folder_id, x.id) AS item_ids,
                CASE WHEN n.files = @Batch THEN n.last_of_file WHEN n.folders = @Batch THEN n.last END AS next_path,
                CASE WHEN n.files = @Batch THEN n.last_name END AS next_name
            FROM (
                SELECT (SELECT count(*) FROM picked) AS files, (SELECT count(*) FROM chosen) AS folders, (SELECT max(path) FROM chosen) AS last,
                    (SELECT path FROM picked ORDER BY path DESC, name DESC LIMIT 1) AS last_of_file,
                    (SELECT name FROM picked ORDER BY path DESC, name DESC LIMIT 1) AS last_name
            ) n
            """, ct);
    }
}
