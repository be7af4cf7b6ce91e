using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>What was announced of an upload whose bytes may still be sent.</summary>
public static class FindPendingUpload
{
    public sealed record Query(long VersionId) : IQuery<Pending>
    {
        public Access Access => Access.SignedUrl;
    }

    public sealed class Pending
    {
        public string ItemName { get; init; } = "";
        public long SizeBytes { get; init; }
        public string? MimeType { get; init; }
        public Sha256Hash? Sha256 { get; init; }
        public DateTime? CompletedAt { get; init; }

        /// <inheritdoc cref="StagedRoom"/>
        public long RoomBytes { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Pending>
    {
        public async Task<Pending> Handle(Query query, CancellationToken ct)
        {
            var pending = await db.SingleAsync<Pending>(query, $"""
                SELECT u.item_name, u.size_bytes, u.mime_type, u.sha256, u.completed_at, {StagedRoom.Bytes} AS room_bytes
                FROM uploads u
                JOIN users a ON a.id = u.user_id AND a.disabled_at IS NULL
                JOIN items p ON p.id = u.parent_id
                JOIN drives d ON d.id = p.drive_id
                WHERE u.version_id = @VersionId AND u.expires_at > @Now
                """, ct);
            if (pending.CompletedAt is not null) throw Problems.UploadCompleted;
            return pending.SizeBytes <= pending.RoomBytes ? pending : throw Problems.QuotaExceeded(null);
        }
    }
}
