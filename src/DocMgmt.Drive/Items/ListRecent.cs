using DocMgmt.Drive.Database;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>
/// What the caller may read, wherever it is, the last changed first. Changed by anybody: what others did to shared things is what one looks for here,
/// and what oneself looked at last is in each item's last_accessed_at. A folder changes when something comes into it or leaves it.
/// </summary>
public static class ListRecent
{
    /// <param name="Count">The total means counting everything, so it is left out unless asked for.</param>
    public sealed record Query(ItemType? Type, int? Page, int? PageSize, string? Cursor, bool Count = false) : IQuery<Paged<ListedItem>>, IAudited<Paged<ListedItem>>, IPaged
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Paged<ListedItem> done) => AuditEntry.Look(null, new { what = "recent" });
        internal string List(Caller caller) => $"{caller.UserId}|recent|{Type}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<ListedItem>>
    {
        private static readonly ListOrder LastFirst = ListOrder.Of([new(OrderField.UpdatedAt, Descending: true)]);

        public async Task<Paged<ListedItem>> Handle(Query query, CancellationToken ct)
        {
            var window = ListWindow.Of(query, LastFirst, query.List(caller), query.Count);
            var (rows, total) = await db.ListJoinedAsync<ListedItem>(query, window.Asking(RecentList.Of(window), query.Type, condition: null, indexed: !window.Count), ct);
            return window.Page(rows, total);
        }
    }
}
