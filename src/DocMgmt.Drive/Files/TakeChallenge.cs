using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Uses up the one proof that a pending upload may be completed by.</summary>
internal static class TakeChallenge
{
    /// <summary>Answers null when the upload has none, or had it.</summary>
    public sealed record Command(long VersionId) : ICommand<Challenge?>, IUnkeyed
    {
        public Access Access => Access.ToUpload(VersionId, Level.Write);
    }

    /// <param name="Copy">Where the healthy copy of the announced content is; null when there is none.</param>
    public sealed record Challenge(Possession Possession, Sha256Hash Sha256, BlobLocation? Copy);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Challenge?>
    {
        private sealed class Row
        {
            public byte[] ProofNonce { get; init; } = [];
            public long[] ProofOffsets { get; init; } = [];
            public Sha256Hash Sha256 { get; init; }
            public string? Store { get; init; }
            public string? Key { get; init; }
        }

        public async Task<Challenge?> Handle(Command command, CancellationToken ct)
        {
            var row = await db.SingleOrDefaultAsync<Row>("""
                UPDATE uploads u SET proof_tried_at = @Now
                WHERE u.version_id = @VersionId AND u.proof_nonce IS NOT NULL AND u.proof_tried_at IS NULL AND u.completed_at IS NULL AND u.expires_at > @Now
                RETURNING u.proof_nonce, u.proof_offsets, u.sha256,
                    (SELECT b.store FROM blobs b WHERE b.sha256 = u.sha256 AND b.size = u.size_bytes AND b.state = 'healthy') AS store,
                    (SELECT b.key FROM blobs b WHERE b.sha256 = u.sha256 AND b.size = u.size_bytes AND b.state = 'healthy') AS key
                """, command, ct);
            return row is null ? null : new(Possession.Of(row.ProofNonce, row.ProofOffsets), row.Sha256, BlobLocation.TryParse(row.Store, row.Key, out var copy) ? copy : null);
        }
    }
}
