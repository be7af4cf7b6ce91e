using DocMgmt.Drive.Database;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>What is in a folder, directly or at any depth. Read by pages or, in constant time at any depth, by cursor.</summary>
public static class ListItems
{
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    /// <param name="Order">Nothing: by name; of all that is below, folder by folder and by name in each.</param>
    /// <param name="Count">False leaves the total out.</param>
    public sealed record Query(
        long? ParentId, ItemType? Type, bool? Starred, int? Page, int? PageSize, string? Cursor,
        IReadOnlyList<OrderTerm>? Order = null, bool FoldersFirst = false, bool Recursive = false, bool Count = true, ODataQuery? OData = null)
        : IQuery<Paged<ListedItem>>, IAudited<Paged<ListedItem>>, IPaged, IOpenToVisitors
    {
        public Access Access => Access.ToFolder(ParentId, Level.Read);
        public AuditEntry Audit(Paged<ListedItem> done) => AuditEntry.Look(ParentId, new { what = "children" });
        public Level? Opened => Starred is null && OData is null && !Recursive ? Level.Read : null;
        internal string List(Caller caller) => $"{caller.UserId}|{caller.Visit?.LinkId}|{ParentId}|{Type}|{Starred}|{Recursive}|{OData?.Filter}";
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
            var order = ListOrder.Of(asked.Order, query.FoldersFirst, tree: query.Recursive && asked.Order is null);
            var window = ListWindow.Of(query, order, query.List(caller), query.Count, asked.Top, asked.Skip);
            var candidates = new Candidates(query.Starred, asked.Filter);
            var sql = !query.Recursive ? FolderList.Children(window, candidates)
                : order.IsTree && query.Starred != true ? FolderList.Tree(window, candidates)
                : FolderList.Subtree(window, candidates);
            var (rows, total) = await db.ListJoinedAsync<ListedItem>(query, window.Asking(sql, query.Type, asked.Filter, indexed: !query.Recursive && query.Starred is null), ct);
            return window.Page(rows, total);
        }
    }
}
