using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>A link of the caller's own, with what it opens.</summary>
public sealed class OwnLink : ShareLink, IListed
{
    /// <summary>Null where the caller has no admin on the item any more, and so may not know.</summary>
    public string? ItemName { get; init; }
    public ItemType Type { get; init; }

    string IListed.SortKey => "";
}

/// <summary>All links that the caller made and did not delete, wherever their items are, the oldest first.</summary>
public static class ListMyShareLinks
{
    public sealed record Query(int? Page, int? PageSize, string? Cursor) : IQuery<Paged<OwnLink>>, IPaged
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<OwnLink>>
    {
        public async Task<Paged<OwnLink>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|share links";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<OwnLink>(query, $"""
                {Guard.SignedIn},
                mine AS (SELECT l.id FROM share_links l WHERE l.created_by = @CallerId AND l.revoked_at IS NULL AND l.item_id IS NOT NULL),
                wanted AS (SELECT m.id FROM mine m WHERE m.id > @AfterId ORDER BY m.id LIMIT @Limit OFFSET @Offset)
                SELECT {Guard.CountedColumns}, x.*, CASE WHEN x.state <> 'NotPermitted' THEN x.name END AS item_name
                FROM target t
                LEFT JOIN (SELECT count(*) AS total FROM mine) n ON @Count
                LEFT JOIN LATERAL (
                    SELECT {ShareLink.Columns}, li.type, li.name FROM wanted w JOIN share_links l ON l.id = w.id {LinkGuard.Joins}
                ) x ON true
                ORDER BY x.id
                """, ct, new { window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }
    }
}
