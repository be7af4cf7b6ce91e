using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>How far a job came with the things on its list, on this node and on those that were at it before.</summary>
internal static class GetListProgress
{
    public sealed record Query(long JobId) : IQuery<Progress>
    {
        public Access Access => Access.SignedIn;
    }

    /// <param name="Made">With how many it did what it is for.</param>
    /// <param name="Skipped">With how many it could not.</param>
    /// <param name="IsShown">Whether what it makes of them is whole and in its place.</param>
    public sealed record Progress(int Total, int Made, int Skipped, bool IsShown);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Progress>
    {
        public Task<Progress> Handle(Query query, CancellationToken ct) => db.SingleAsync<Progress>(query, $"""
            {Guard.SignedIn}
            SELECT {Guard.Columns}, x.*
            FROM target t
            CROSS JOIN LATERAL (
                SELECT CAST(count(l.job_id) AS integer) AS total, CAST(count(l.made_id) AS integer) AS made,
                    CAST(count(*) FILTER (WHERE l.made_id IS NULL AND l.position <= j.position) AS integer) AS skipped,
                    j.item_id IS NOT NULL AS is_shown
                FROM jobs j
                LEFT JOIN job_items l ON l.job_id = j.id
                WHERE j.id = @JobId AND j.user_id = t.id
                GROUP BY j.id
            ) x
            """, ct);
    }
}
