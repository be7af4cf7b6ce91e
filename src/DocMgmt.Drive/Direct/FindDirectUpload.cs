using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Direct;

/// <summary>Where a pending upload of the caller's own goes.</summary>
internal static class FindDirectUpload
{
    public sealed record Query(long VersionId) : IQuery<DirectUpload>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, DirectUpload>
    {
        public async Task<DirectUpload> Handle(Query query, CancellationToken ct)
        {
            var upload = await db.SingleAsync<DirectUpload>(query, $"""
                {Guard.SignedIn}
                SELECT {Guard.Columns}, {DirectUpload.Columns}
                FROM target t
                JOIN uploads u ON u.version_id = @VersionId AND u.user_id = t.id AND u.expires_at > @Now
                """, ct);
            return upload.CompletedAt is null ? upload : throw Problems.UploadCompleted;
        }
    }
}
