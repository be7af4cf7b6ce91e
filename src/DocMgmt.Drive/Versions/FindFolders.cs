using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>
/// The live folders of a tree in which a file has former versions, window by window in the order of their paths. A window looks at so many folders
/// at most, whether there is such a file in them or not, so that its statement is bounded too where there are none; a walk looks at each once.
/// </summary>
internal static class FindFolders
{
    /// <param name="After">The path that the last window ended with; at first the top's without its last slash, which is before all below it.</param>
    /// <param name="End">The first path that is not below the top.</param>
    public sealed record Query(string After, string End, int Batch) : IQuery<Window>
    {
        public Access Access => Access.Job;
    }

    public sealed class Window
    {
        public long[] FolderIds { get; init; } = [];

        /// <summary>Null: this was the last window.</summary>
        public string? NextPath { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Window>
    {
        // OFFSET 0: it looks into these folders one by one, and not at all files for a join.
        public Task<Window> Handle(Query query, CancellationToken ct) => db.SingleAsync<Window>(query, $"""
            WITH chosen AS MATERIALIZED (
                SELECT f.id, f.path
                FROM folders f
                WHERE f.path > @After AND f.path < @End AND f.trash_id IS NULL
                ORDER BY f.path
                LIMIT @Batch
            )
            SELECT ARRAY(
                    SELECT f.id
                    FROM chosen f
                    WHERE EXISTS (SELECT 1 FROM items i WHERE i.parent_id = f.id AND {DoomedVersions.Files} OFFSET 0)
                    ORDER BY f.path
                ) AS folder_ids,
                (SELECT max(f.path) FROM chosen f HAVING count(*) = @Batch) AS next_path
            """, ct);
    }
}
