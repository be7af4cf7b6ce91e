using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>
/// Which files of one live folder have something to prune, window by window in the order of their names. A window reads so many files at most, and
/// so many versions unless one file has more; all windows of a folder read each file and each version once.
/// </summary>
internal static class FindDoomed
{
    private const int MostVersions = 20_000;

    /// <param name="After">The name that the last window ended with; empty at first.</param>
    public sealed record Query(long FolderId, string After, int Batch) : IQuery<Window>
    {
        public Access Access => Access.Job;
    }

    public sealed class Window
    {
        public long[] ItemIds { get; init; } = [];

        /// <summary>Null: this was the folder's last window.</summary>
        public string? NextName { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Window>
    {
        public Task<Window> Handle(Query query, CancellationToken ct) => db.SingleAsync<Window>(query, $"""
            WITH chosen AS MATERIALIZED (
                SELECT c.*, r.keep_newest, r.keep_daily_days
                FROM folders f
                CROSS JOIN LATERAL ({DoomedVersions.Nearest}) r
                CROSS JOIN LATERAL (
                    SELECT i.id, i.name, i.current_version_id, i.version_count
                    FROM items i
                    WHERE i.parent_id = f.id AND i.name > @After AND {DoomedVersions.Files} -- from there on, by the index of names
                    ORDER BY i.name
                    LIMIT @Batch
                ) c
                WHERE f.id = @FolderId AND f.trash_id IS NULL
            ),
            files AS MATERIALIZED (
                SELECT s.*
                FROM (SELECT c.*, sum(c.version_count) OVER (ORDER BY c.name) AS so_far FROM chosen c) s
                WHERE s.so_far <= @MostVersions OR s.so_far = s.version_count -- the first one, however many it has
            ),
            {DoomedVersions.Doomed}
            SELECT ARRAY(SELECT DISTINCT d.item_id FROM doomed d ORDER BY d.item_id) AS item_ids,
                (SELECT max(f.name) FROM files f HAVING count(*) = @Batch OR count(*) < (SELECT count(*) FROM chosen)) AS next_name
            """, ct, new { query.FolderId, query.After, query.Batch, MostVersions });
    }
}
