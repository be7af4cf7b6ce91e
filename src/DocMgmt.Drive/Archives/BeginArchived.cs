using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>One of the things that an archive is asked of, when its turn comes: from then on it is downloaded.</summary>
internal static class BeginArchived
{
    public sealed record Query(long ItemId, ArchiveFormat Format) : IQuery<ArchivedItem>, IAudited<ArchivedItem>, IOpenToVisitors
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public AuditEntry Audit(ArchivedItem done) => new("download", ItemId, new { archive = Format.ToString().ToLowerInvariant() });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, ArchivedItem>
    {
        public Task<ArchivedItem> Handle(Query query, CancellationToken ct) => db.SingleAsync<ArchivedItem>(query, $"""
            {Guard.Item}
            SELECT {Guard.Columns}, {ArchivedItem.Columns}
            FROM target t
            JOIN items i ON i.id = t.id
            {ArchivedItem.Joins}
            """, ct);
    }
}
