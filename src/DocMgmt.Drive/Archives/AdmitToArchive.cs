using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>One of the things that an archive is asked of.</summary>
internal static class AdmitToArchive
{
    /// <param name="Reveals">Whether the archive will be sent: only then it is noted as downloaded.</param>
    public sealed record Query(long ItemId, ArchiveFormat Format, bool Reveals) : IQuery<Top>, IAudited<Top>, IOpenToVisitors
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public AuditEntry? Audit(Top done) => Reveals ? new("download", ItemId, new { archive = Format.ToString().ToLowerInvariant() }) : null;
    }

    /// <param name="Name">Empty: the root of a drive.</param>
    public sealed record Top(long Id, bool IsFolder, string Name, DateTime UpdatedAt);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Top>
    {
        public Task<Top> Handle(Query query, CancellationToken ct) => db.SingleAsync<Top>(query, $"""
            {Guard.Item}
            SELECT {Guard.Columns}, t.id, t.type = 'folder' AS is_folder, t.name, i.updated_at
            FROM target t
            JOIN items i ON i.id = t.id
            """, ct);
    }
}
