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
    /// <summary>Null where the caller may not know it any more: they have no admin on the item, or it is in somebody else's trash. So is the type.</summary>
    public string? ItemName { get; init; }
    public ItemType? Type { get; init; }

    string IListed.SortKey => "";
}

/// <summary>All links that the caller made and did not delete, wherever their items are, the oldest first.</summary>
public static class ListMyShareLinks
{
    public sealed record Query(int? Page, int? PageSize, string? Cursor) : IQuery<Paged<OwnLink>>, IAudited<Paged<OwnLink>>, IPaged
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Paged<OwnLink> done) => AuditEntry.Look(null, new { what = "share_links" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<OwnLink>>
    {
        private const string Mine = "l.created_by = @CallerId AND l.revoked_at IS NULL AND l.item_id IS NOT NULL";

        public async Task<Paged<OwnLink>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|share links";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<OwnLink>(query, $"""
                {Guard.SignedIn}
                SELECT {Guard.CountedColumns}, x.*, CASE WHEN x.is_known THEN x.name END AS item_name, CASE WHEN x.is_known THEN x.item_type END AS type
                FROM target t
                LEFT JOIN LATERAL (SELECT count(*) AS total FROM share_links l WHERE {Mine}) n ON @Count
                LEFT JOIN LATERAL (
                    SELECT y.*, y.state <> 'NotPermitted' AND (y.state <> 'Trashed' OR y.is_owner) AS is_known
                    FROM (
                        SELECT {ShareLink.Columns}, li.type AS item_type, li.name, ld.owner_id = @CallerId AS is_owner
                        FROM (SELECT * FROM share_links l WHERE {Mine} AND l.id > @AfterId ORDER BY l.id LIMIT @Limit OFFSET @Offset) l
                        {LinkGuard.Joins}
                    ) y
                ) x ON true
                ORDER BY x.id
                """, ct, new { window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }
    }
}
