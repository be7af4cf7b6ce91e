using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>
/// The next of what is below a folder, by pages that each judge the caller anew: a folder, its files from the oldest on, then the folders in it, by the
/// paths of their ids, which renaming does not change. A page costs its rows, however many there are: the walk is that of <see cref="Listing.FolderList"/>.
/// </summary>
internal static class ListForArchive
{
    /// <summary>Fewer rows than these are the end.</summary>
    public const int PageSize = 1_000;

    /// <param name="AfterPlace">The <see cref="ArchivedItem.Place"/> of the folder that was listed last, from which this goes on; empty: the folder itself.</param>
    /// <param name="AfterCreatedAt">Of the file in it that was listed last.</param>
    /// <param name="AfterId">Of that file; 0: none was yet.</param>
    public sealed record Query(long FolderId, string AfterPlace, DateTime AfterCreatedAt, long AfterId) : IQuery<IReadOnlyList<ArchivedItem>>, IOpenToVisitors
    {
        public Access Access => Access.To(FolderId, Level.Read);
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<ArchivedItem>>
    {
        // By the index that keeps files apart from folders (migration 0027).
        private const string Files = "FROM items i WHERE CASE i.type WHEN 'folder' THEN i.parent_id ELSE -i.parent_id END = -p.id AND i.trashed_at IS NULL";

        private const string FilesAfter = $"{Files} AND (i.created_at, i.id) > (CAST(@AfterCreatedAt AS timestamptz), CAST(@AfterId AS bigint))";

        // A planner that knew the limit to be large would take a folder, of whose size it knows nothing, to be smaller, and sort all that is left of it.
        private const string First = "ORDER BY i.created_at, i.id LIMIT (SELECT CAST(@Limit AS integer))";

        public async Task<IReadOnlyList<ArchivedItem>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<ArchivedItem>(query, $"""
            {Guard.Item},
            walked AS MATERIALIZED (
                WITH RECURSIVE walk AS (
                    SELECT p.id, (t.path || CAST(@AfterPlace AS text)) COLLATE "C" AS path, t.path AS top, 0 AS step, n.found
                    FROM target t
                    LEFT JOIN folders p ON p.path = t.path || CAST(@AfterPlace AS text) AND p.trash_id IS NULL
                    CROSS JOIN LATERAL (SELECT count(*) AS found FROM (SELECT i.id {FilesAfter} {First}) i) n
                    WHERE t.type = 'folder'
                    UNION ALL
                    SELECT p.id, p.path, w.top, w.step + 1, w.found + 1 + n.found
                    FROM walk w
                    CROSS JOIN LATERAL (
                        SELECT p.id, p.path
                        FROM folders p
                        WHERE p.path > w.path AND p.path < left(w.top, -1) || '0' AND p.trash_id IS NULL
                        ORDER BY p.path
                        LIMIT 1
                    ) p
                    CROSS JOIN LATERAL (SELECT count(*) AS found FROM (SELECT i.id {Files} {First}) i) n
                    WHERE w.found < @Limit
                )
                SELECT w.* FROM walk w
            ),
            page AS MATERIALIZED (
                SELECT r.*
                FROM (
                    SELECT p.id, p.path, p.top, CAST(NULL AS timestamptz) AS created_at, true AS is_folder FROM walked p WHERE p.step > 0
                    UNION ALL
                    SELECT i.id, p.path, p.top, i.created_at, false FROM walked p CROSS JOIN LATERAL (SELECT i.id, i.created_at {FilesAfter} {First}) i WHERE p.step = 0
                    UNION ALL
                    SELECT i.id, p.path, p.top, i.created_at, false FROM walked p CROSS JOIN LATERAL (SELECT i.id, i.created_at {Files} {First}) i WHERE p.step > 0
                ) r
                ORDER BY r.path, r.created_at NULLS FIRST, r.id
                LIMIT @Limit
            )
            SELECT {Guard.Columns}, r.*
            FROM target t
            LEFT JOIN (
                SELECT {ArchivedItem.Columns}, substr(p.path, length(p.top) + 1) AS place, p.path, p.created_at AS listed_at
                FROM page p
                CROSS JOIN LATERAL (SELECT i.* FROM items i WHERE i.id = p.id LIMIT 1) i
                {ArchivedItem.Joins}
            ) r ON true
            ORDER BY r.path, r.listed_at NULLS FIRST, r.id
            """, ct, new { query.AfterPlace, query.AfterCreatedAt, query.AfterId, Limit = PageSize })).Rows;
    }
}
