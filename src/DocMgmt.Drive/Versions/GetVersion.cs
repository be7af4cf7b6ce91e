using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>One version of a file.</summary>
public static class GetVersion
{
    public sealed record Query(long ItemId, long VersionId) : IQuery<FileVersion>, IAudited<FileVersion>
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public AuditEntry Audit(FileVersion done) => AuditEntry.Look(ItemId, new { what = "version", version_id = VersionId, version_number = done.VersionNumber });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, FileVersion>
    {
        public Task<FileVersion> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<FileVersion>(query, $"""
                {Guard.Item}
                SELECT {Guard.Columns}, {FileVersion.Columns}
                FROM target t
                JOIN items i ON i.id = t.id
                LEFT JOIN versions v ON v.item_id = i.id AND v.id = @VersionId
                LEFT JOIN blobs b ON b.id = v.blob_id
                """, ct);
    }
}
