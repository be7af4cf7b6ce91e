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

    public sealed class Progress
    {
        public int Total { get; init; }
        public int Made { get; init; }

        /// <summary>The ids of what was not copied.</summary>
        public long[] Skipped { get; init; } = [];

        /// <summary>Whether it is whole and in its place.</summary>
        public bool IsShown { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Progress>
    {
        public Task<Progress> Handle(Query query, CancellationToken ct) => db.SingleAsync<Progress>(query, $"""
            {Guard.SignedIn}
            SELECT {Guard.Columns}, x.*
            FROM target t
            CROSS JOIN LATERAL (
                SELECT CAST(count(*) AS integer) AS total, CAST(count(l.made_id) AS integer) AS made,
                    COALESCE(array_agg(l.source_id ORDER BY l.position) FILTER (WHERE l.made_id IS NULL AND l.position <= j.position), CAST(ARRAY[] AS bigint[])) AS skipped,
                    j.item_id IS NOT NULL AS is_shown
                FROM jobs j
                JOIN job_items l ON l.job_id = j.id
                WHERE j.id = @JobId AND j.user_id = t.id
                GROUP BY j.id
            ) x
            """, ct);
    }
}
