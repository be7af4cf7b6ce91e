using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Of what a job's last batch began to purge, what is not gone yet.</summary>
internal static class FindBegun
{
    public sealed record Query(long JobId) : IQuery<List<long>>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, List<long>>
    {
        public async Task<List<long>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<long>(query, $"""
            {Guard.SignedIn}
            SELECT {Guard.Columns}, i.id
            FROM target t
            LEFT JOIN (
                SELECT i.id, j.user_id
                FROM jobs j
                JOIN job_items l ON l.job_id = j.id AND l.position > j.position - @MostBegun AND l.position <= j.position
                JOIN items i ON i.id = l.made_id AND i.purging_at IS NOT NULL
                WHERE j.id = @JobId
            ) i ON i.user_id = t.id
            """, ct, new { query.JobId, PurgeList.MostBegun })).Rows;
    }
}
