using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>How many events wait for their position or their seal for longer than that should take: meanwhile nobody would notice that they were changed.</summary>
public static class CountUnsealed
{
    public sealed record Query : IQuery<IReadOnlyList<long>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<long>>
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
        private const int Enough = 100_000;

        public async Task<IReadOnlyList<long>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<long>(query, $"""
            SELECT count(*)
            FROM (
                (SELECT 1 FROM events WHERE position IS NULL AND created_at < @Until LIMIT @Enough)
                UNION ALL
                (SELECT 1 FROM events WHERE position > {SealChain.LastPosition} AND created_at < @Until LIMIT @Enough)
            ) waiting
            """, ct, new { Until = clock.UtcNow() - Patience, Enough })).Rows;
    }
}
