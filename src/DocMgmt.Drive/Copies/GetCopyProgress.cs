using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Copies;

/// <summary>How far a copy came, on this node and on those that were at it before.</summary>
internal static class GetCopyProgress
{
    public sealed record Query(long JobId) : IQuery<Progress>
    {
        public Access Access => Access.SignedIn;
    }

    /// <param name="Skipped">How many could not be copied.</param>
    /// <param name="IsShown">Whether it is whole and in its place.</param>
    public sealed record Progress(int Total, int Made, int Skipped, bool IsShown);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Progress>
    {
        public Task<Progress> Handle(Query query, CancellationToken ct) => db.SingleAsync<Progress>(query, $"""
            {Guard.SignedIn}
            SELECT {Guard.Columns}, x.*
            FROM target t
            CROSS JOIN LATERAL (
                SELECT CAST(count(*) AS integer) AS total, CAST(count(l.made_id) AS integer) AS made,
                    CAST(count(*) FILTER (WHERE l.made_id IS NULL AND l.position <= j.position) AS integer) AS skipped,
                    j.item_id IS NOT NULL AS is_shown
                FROM jobs j
                JOIN job_items l ON l.job_id = j.id
                WHERE j.id = @JobId AND j.user_id = t.id
                GROUP BY j.id
            ) x
            """, ct);
    }
}
