using DocMgmt.Drive.Database;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>What the caller has starred, wherever it is and as long as they may read it; by name unless another order is asked for.</summary>
public static class ListStarred
{
    /// <param name="Count">False leaves the total out.</param>
    public sealed record Query(
        ItemType? Type, int? Page, int? PageSize, string? Cursor, IReadOnlyList<OrderTerm>? Order = null, bool FoldersFirst = false, bool Count = true,
        ODataQuery? OData = null)
        : IQuery<Paged<ListedItem>>, IAudited<Paged<ListedItem>>, IPaged
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Paged<ListedItem> done) => AuditEntry.Look(null, new { what = "starred" });
        internal string List(Caller caller) => $"{caller.UserId}|starred|{Type}|{OData?.Filter}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<ListedItem>>
    {
        public async Task<Paged<ListedItem>> Handle(Query query, CancellationToken ct)
        {
            var asked = Asked.Of(query.OData, query, query.Order);
            var window = ListWindow.Of(query, ListOrder.Of(asked.Order, query.FoldersFirst), query.List(caller), query.Count, asked.Top, asked.Skip);
            var sql = ReadableList.Of(window, From, asked.Filter);
            var (rows, total) = await db.ListJoinedAsync<ListedItem>(query, window.Asking(sql, query.Type, asked.Filter, indexed: false), ct);
            return window.Page(rows, total);
        }

        private const string From = "FROM stars s JOIN items i ON i.id = s.item_id AND s.user_id = @CallerId";
    }
}
