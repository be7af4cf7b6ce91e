using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Where the content of a file, or of one version of it, is.</summary>
public static class FindContent
{
    /// <param name="VersionId">Null is the current one.</param>
    /// <param name="Reveals">Whether some of that content will be sent: only then it is noted as downloaded, else as looked at.</param>
    public sealed record Query(long ItemId, long? VersionId, Func<Content, bool> Reveals) : IQuery<Content>, IAudited<Content>, IOpenToVisitors
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public Level? Opened => VersionId is null ? Level.Read : null;
        public AuditEntry Audit(Content done)
        {
            var version = new { version_id = done.VersionId, version_number = done.VersionNumber };
            return Reveals(done) ? new("download", ItemId, version) : AuditEntry.Look(ItemId, new { what = "content", version.version_id, version.version_number });
        }
    }

    public sealed class Content
    {
        public long VersionId { get; init; }
        public int VersionNumber { get; init; }
        public string ItemName { get; init; } = "";
        public string MimeType { get; init; } = "";
        public long SizeBytes { get; init; }
        public Sha256Hash Sha256 { get; init; }
        public string Store { get; init; } = "";
        public string Key { get; init; } = "";
        public DateTime CreatedAt { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Content>
    {
        public async Task<Content> Handle(Query query, CancellationToken ct)
        {
            var row = await db.SingleAsync<ContentRow>(query, $"""
                {Guard.Item}
                SELECT {Guard.Columns}, {ContentRow.Columns}
                FROM target t
                JOIN items i ON i.id = t.id
                LEFT JOIN versions v ON v.item_id = i.id AND v.id = COALESCE(CAST(@VersionId AS bigint), i.current_version_id)
                LEFT JOIN blobs b ON b.id = v.blob_id
                """, ct);
            return row.Problem(asked: query.VersionId is not null) is { } problem ? throw problem : row.Content;
        }
    }
}
