using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>Tells what a user may do with an item and through which grants. Their own access everybody may ask for, that of others who has admin.</summary>
public static class ExplainAccess
{
    /// <param name="UserId">Null: the caller.</param>
    public sealed record Query(long ItemId, long? UserId) : IQuery<AccessExplanation>, IAudited<AccessExplanation>
    {
        public Access Access => Access.To(ItemId, UserId is null ? Level.Read : Level.Admin);
        public AuditEntry Audit(AccessExplanation done) => AuditEntry.Look(ItemId, new { what = "access", user_id = UserId });
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, AccessExplanation>
    {
        // The guard's own predicate, for the asked user instead of the caller; what the caller may read of the chain begins at first_visible.
        public async Task<AccessExplanation> Handle(Query query, CancellationToken ct)
        {
            var (reasons, _) = await db.ListAsync<AccessReason>(query, $"""
                {Guard.Item},
                asked AS (SELECT u.id FROM users u WHERE u.id = COALESCE(@UserId, @CallerId) AND u.disabled_at IS NULL)
                SELECT {Guard.Columns}, r.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT 4 AS level, 'owner' AS through, CAST(NULL AS bigint) AS permission_id, c.id AS user_id, CAST(NULL AS bigint) AS group_id,
                        CAST(NULL AS bigint) AS item_id, CAST(NULL AS text) AS item_name, CAST(NULL AS timestamptz) AS expires_at, 0 AS step, 0 AS id
                    FROM asked c
                    WHERE c.id = t.owner_id
                    UNION ALL
                    SELECT p.level, 'permission', shown.id, shown.user_id, shown.group_id, shown.item_id, n.name, p.expires_at, s.step, p.id
                    FROM asked c
                    CROSS JOIN unnest(t.chain) WITH ORDINALITY s (item_id, step)
                    JOIN permissions p ON p.item_id = s.item_id
                    LEFT JOIN permissions shown ON shown.id = p.id AND (t.level = 4 OR s.step >= t.first_visible)
                    LEFT JOIN items n ON n.id = shown.item_id
                    WHERE c.id <> t.owner_id AND {Guard.Mine}
                ) r ON true
                ORDER BY r.level DESC, r.step DESC, r.id
                """, ct);
            return new(query.ItemId, query.UserId ?? caller.UserId!.Value, reasons.Count > 0 ? reasons[0].Level : null, reasons);
        }
    }
}
