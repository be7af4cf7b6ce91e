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
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Pending>
    {
        public async Task<Pending> Handle(Query query, CancellationToken ct)
        {
            var pending = await db.SingleAsync<Pending>(query, """
                SELECT item_name, size_bytes, mime_type, sha256, completed_at FROM uploads WHERE version_id = @VersionId AND expires_at > @Now
                """, ct);
            return pending.CompletedAt is null ? pending : throw Problems.UploadCompleted;
        }
    }
}
