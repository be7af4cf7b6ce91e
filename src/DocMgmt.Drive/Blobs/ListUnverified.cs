using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Blobs whose bytes are to be hashed again.</summary>
internal static class ListUnverified
{
    /// <param name="Doubtful">Those that are damaged or suspected; else those that were hashed before a certain time, the longest ago first.</param>
    /// <param name="After">The last one seen; null: from the beginning.</param>
    public sealed record Query(string Store, bool Doubtful, DateTime VerifiedBefore, StoredBlob? After, int Batch) : IQuery<IReadOnlyList<StoredBlob>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<StoredBlob>>
    {
        public async Task<IReadOnlyList<StoredBlob>> Handle(Query query, CancellationToken ct)
        {
            var args = new { query.Store, query.VerifiedBefore, AfterId = query.After?.Id ?? 0, AfterTime = query.After?.VerifiedAt ?? DateTime.UnixEpoch, query.Batch };
            var (rows, _) = query.Doubtful
                ? await db.ListAsync<StoredBlob>(query, """
                    SELECT id, key, stored_size AS size, verified_at
                    FROM blobs
                    WHERE (state = 'damaged' OR suspected_at IS NOT NULL) AND id > @AfterId AND store = @Store
                    ORDER BY id
                    LIMIT @Batch
                    """, ct, args)
                : await db.ListAsync<StoredBlob>(query, """
                    SELECT id, key, stored_size AS size, verified_at
                    FROM blobs
                    WHERE (verified_at, id) > (@AfterTime, @AfterId) AND verified_at < @VerifiedBefore AND store = @Store
                    ORDER BY verified_at, id
                    LIMIT @Batch
                    """, ct, args);
            return rows;
        }
    }
}
