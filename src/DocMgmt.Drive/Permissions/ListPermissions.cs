using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>The grants on an item itself, the oldest first; what is inherited is told by <see cref="ExplainAccess"/>.</summary>
public static class ListPermissions
{
    public sealed record Query(long ItemId) : IQuery<IReadOnlyList<Permission>>, IAudited<IReadOnlyList<Permission>>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public AuditEntry Audit(IReadOnlyList<Permission> done) => AuditEntry.Look(ItemId, new { what = "permissions" });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Permission>>
    {
        private const int Most = 1_000;

        public async Task<IReadOnlyList<Permission>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<Permission>(query, $"""
                {Guard.Item}
                SELECT {Guard.Columns}, x.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT {Permission.Columns} FROM permissions p WHERE p.item_id = t.id AND {Permission.Lasts} ORDER BY p.id LIMIT @Most
                ) x ON true
                ORDER BY x.id
                """, ct, new { Most });
            return rows;
        }
    }
}
