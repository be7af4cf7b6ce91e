using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>What others granted to the caller or to a group of theirs, ordered by name: what was granted itself, not what is in it. One row an item, with its highest grant.</summary>
public static class ListShared
{
    public sealed record Query(int? Page, int? PageSize, string? Cursor) : IQuery<Paged<SharedItem>>, IAudited<Paged<SharedItem>>, IPaged
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Paged<SharedItem> done) => AuditEntry.Look(null, new { what = "shared_with_me" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<SharedItem>>
    {
        public async Task<Paged<SharedItem>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|shared";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<SharedItem>(query, $"""
                {Guard.SignedIn},
                highest AS MATERIALIZED (
                    SELECT DISTINCT ON (p.item_id) p.*
                    FROM permissions p
                    CROSS JOIN caller c
                    WHERE {Guard.Mine}
                    ORDER BY p.item_id, p.level DESC, p.group_id NULLS FIRST, p.id
                ),
                shared AS MATERIALIZED (
                    SELECT i.id, i.sort_key
                    FROM highest h
                    JOIN items i ON i.id = h.item_id
                    JOIN drives d ON d.id = i.drive_id
                    JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
                    WHERE d.owner_id <> @CallerId AND i.trashed_at IS NULL AND f.trash_id IS NULL
                ),
                wanted AS (
                    SELECT id FROM shared WHERE (sort_key, id) > (@AfterKey, @AfterId) ORDER BY sort_key, id LIMIT @Limit OFFSET @Offset
                ),
                shown AS ({Guard.Admitted})
                SELECT c.level AS guard_level, c.type AS guard_type, n.total AS guard_total, {ItemView.TargetColumns}, i.sort_key,
                    h.id AS permission_id, h.group_id, h.granted_by, h.created_at AS granted_at, h.expires_at
                FROM target c
                LEFT JOIN (SELECT count(*) AS total FROM shared) n ON @Count
                LEFT JOIN shown t ON t.level > 0
                LEFT JOIN items i ON i.id = t.id
                LEFT JOIN highest h ON h.item_id = t.id
                {ItemView.Joins}
                ORDER BY i.sort_key, i.id
                """, ct, new { window.AfterKey, window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }
    }
}
