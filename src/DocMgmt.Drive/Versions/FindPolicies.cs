using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>The trees that policies hold for: live folders with a policy and none above them, so that nothing is in two of them.</summary>
internal static class FindPolicies
{
    /// <param name="After">The id that the last batch ended with; 0 at first.</param>
    public sealed record Query(long After, int Batch) : IQuery<List<Tree>>
    {
        public Access Access => Access.Job;
    }

    public sealed record Tree(long FolderId, string Path);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, List<Tree>>
    {
        public async Task<List<Tree>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<Tree>(query, """
            SELECT p.folder_id, f.path
            FROM version_policies p
            JOIN folders f ON f.id = p.folder_id
            WHERE p.folder_id > @After AND f.trash_id IS NULL AND NOT EXISTS (
                SELECT 1
                FROM unnest(CAST(string_to_array(trim(BOTH '/' FROM f.path), '/') AS bigint[])) a (id)
                JOIN version_policies above ON above.folder_id = a.id
                WHERE a.id <> p.folder_id
            )
            ORDER BY p.folder_id
            LIMIT @Batch
            """, ct)).Rows;
    }
}
