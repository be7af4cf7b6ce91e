using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Items whose purge was begun and is not done.</summary>
internal static class FindPurging
{
    /// <param name="After">The id that the last batch ended with; 0 at first.</param>
    public sealed record Query(long After, int Batch) : IQuery<List<long>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, List<long>>
    {
        public async Task<List<long>> Handle(Query query, CancellationToken ct) =>
            (await db.ListAsync<long>(query, "SELECT id FROM items WHERE purging_at IS NOT NULL AND job_id IS NULL AND id > @After ORDER BY id LIMIT @Batch", ct)).Rows;
    }
}
