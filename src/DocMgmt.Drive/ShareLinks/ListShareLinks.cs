using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>The links that open an item itself, whoever made them, the oldest first.</summary>
public static class ListShareLinks
{
    public sealed record Query(long ItemId) : IQuery<IReadOnlyList<ShareLink>>, IAudited<IReadOnlyList<ShareLink>>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public AuditEntry Audit(IReadOnlyList<ShareLink> done) => AuditEntry.Look(ItemId, new { what = "share_links" });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<ShareLink>>
    {
        public async Task<IReadOnlyList<ShareLink>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<ShareLink>(query, $"""
                {Guard.Item}
                SELECT {Guard.Columns}, x.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT {ShareLink.Columns} FROM share_links l {LinkGuard.Joins} WHERE l.item_id = t.id AND l.revoked_at IS NULL
                ) x ON true
                ORDER BY x.id
                """, ct);
            return rows;
        }
    }
}
