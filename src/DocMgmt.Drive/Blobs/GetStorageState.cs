using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>How the stored contents are, for health checks and metrics.</summary>
public static class GetStorageState
{
    public sealed record Query : IQuery<StorageState>
    {
        public Access Access => Access.Anyone;
    }

    /// <param name="DamagedBlobs">Contents whose bytes are lost or wrong.</param>
    /// <param name="StagedBytes">What pending uploads have received.</param>
    public sealed record StorageState(long DamagedBlobs, long StagedBytes);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, StorageState>
    {
        public Task<StorageState> Handle(Query query, CancellationToken ct) => db.SingleAsync<StorageState>(query, """
            SELECT (SELECT count(*) FROM blobs WHERE state = 'damaged') AS damaged_blobs,
                (SELECT CAST(COALESCE(sum(size_bytes), 0) AS bigint) FROM uploads WHERE staged_key IS NOT NULL AND completed_at IS NULL) AS staged_bytes
            """, ct);
    }
}
