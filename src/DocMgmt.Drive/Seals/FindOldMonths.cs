using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Seals;

/// <summary>The months of events that are older than they are kept.</summary>
public static class FindOldMonths
{
    /// <param name="First">The first month that is kept, as <c>2026-11</c>.</param>
    public sealed record Query(string First) : IQuery<IReadOnlyList<string>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<string>>
    {
        private const int NamePrefix = 7; // events_

        public async Task<IReadOnlyList<string>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<string>(query, """
            SELECT month
            FROM (
                SELECT replace(substr(CAST(c.relname AS text), @NamePrefix + 1), '_', '-') COLLATE "C" AS month
                FROM pg_inherits i
                JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = CAST('events' AS regclass) AND c.relname <> 'events_default'
            ) months
            WHERE month < @First
            ORDER BY month
            """, ct, new { query.First, NamePrefix })).Rows;
    }
}
