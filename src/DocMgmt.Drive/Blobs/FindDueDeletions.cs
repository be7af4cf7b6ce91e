using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Keys whose bytes are to be deleted by now. One that a blob has is never among them.</summary>
internal static class FindDueDeletions
{
    /// <param name="After">The id that the last batch ended with; 0 at first.</param>
    public sealed record Query(string Store, long After, int Batch) : IQuery<List<Due>>
    {
        public Access Access => Access.Job;
    }

    public sealed record Due(long Id, string Key);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, List<Due>>
    {
        public async Task<List<Due>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<Due>(query, """
            SELECT d.id, d.key
            FROM blob_deletions d
            WHERE d.store = @Store AND d.due_at <= @Now AND d.id > @After AND NOT EXISTS (SELECT 1 FROM blobs b WHERE b.store = d.store AND b.key = d.key)
            ORDER BY d.id
            LIMIT @Batch
            """, ct)).Rows;
    }
}
