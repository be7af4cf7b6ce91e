using DocMgmt.Drive.Database;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>What the caller has starred, wherever it is and as long as they may read it; ordered by name.</summary>
public static class ListStarred
{
    public sealed record Query(ItemType? Type, int? Page, int? PageSize, string? Cursor) : IQuery<Paged<ListedItem>>, IPaged
    {
        public Access Access => Access.SignedIn;
        internal string List(Caller caller) => $"{caller.UserId}|starred|{Type}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<ListedItem>>
    {
        public async Task<Paged<ListedItem>> Handle(Query query, CancellationToken ct)
        {
            var window = Window.Of(query, query.List(caller));
            var (rows, total) = await db.ListAsync<ListedItem>(query, $"""
                {Guard.SignedIn}, {Guard.Grants},
                starred AS MATERIALIZED (
                    SELECT i.id, i.sort_key
                    FROM stars s
                    JOIN items i ON i.id = s.item_id
                    JOIN drives d ON d.id = i.drive_id
                    JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
                    LEFT JOIN granted_folders gf ON gf.id = f.id
                    LEFT JOIN granted gi ON gi.item_id = i.id
                    WHERE s.user_id = @CallerId AND i.trashed_at IS NULL AND f.trash_id IS NULL
                        AND (d.owner_id = @CallerId OR gf.id IS NOT NULL OR gi.item_id IS NOT NULL)
                        AND (CAST(@Type AS text) IS NULL OR i.type = @Type)
                ),
                wanted AS (
                    SELECT id FROM starred WHERE (sort_key, id) > (@AfterKey, @AfterId) ORDER BY sort_key, id LIMIT @Limit OFFSET @Offset
                ),
                shown AS ({Guard.Admitted})
                SELECT c.level AS guard_level, c.type AS guard_type, n.total AS guard_total, {ItemView.TargetColumns}, i.sort_key
                FROM target c
                LEFT JOIN (SELECT count(*) AS total FROM starred) n ON @Count
                LEFT JOIN shown t ON t.level > 0
                LEFT JOIN items i ON i.id = t.id
                {ItemView.Joins}
                ORDER BY i.sort_key, i.id
                """, ct, new { Type = query.Type?.ToString().ToLowerInvariant(), window.AfterKey, window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, query.List(caller));
        }
    }
}
