using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>How many blobs were not hashed since a certain time, counted up to a limit.</summary>
internal static class CountUnverified
{
    public sealed record Query(string Store, DateTime VerifiedBefore, long Limit) : IQuery<long>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, long>
    {
        public Task<long> Handle(Query query, CancellationToken ct) => db.SingleAsync<long>(query, """
            SELECT count(*) FROM (SELECT 1 FROM blobs WHERE verified_at < @VerifiedBefore AND store = @Store LIMIT @Limit) b
            """, ct);
    }
}
