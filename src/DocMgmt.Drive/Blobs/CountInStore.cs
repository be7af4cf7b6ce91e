using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>What a store still has.</summary>
internal static class CountInStore
{
    public sealed record Query(string Store) : IQuery<Holding>
    {
        public Access Access => Access.Job;
    }

    /// <param name="Pending">Uploads that may still be completed, and whose bytes are there.</param>
    public sealed record Holding(long Blobs, long Bytes, long Pending);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Holding>
    {
        public Task<Holding> Handle(Query query, CancellationToken ct) => db.SingleAsync<Holding>(query, """
            SELECT count(*) AS blobs, CAST(COALESCE(sum(b.stored_size), 0) AS bigint) AS bytes,
                (SELECT count(*) FROM uploads u WHERE u.staged_store = @Store AND u.completed_at IS NULL AND u.expires_at > @Now)
                    + (SELECT count(DISTINCT p.upload_id) FROM resumable_pieces p JOIN resumable_uploads r ON r.id = p.upload_id WHERE p.store = @Store AND r.expires_at > @Now) AS pending
            FROM blobs b
            WHERE b.store = @Store
            """, ct);
    }
}
