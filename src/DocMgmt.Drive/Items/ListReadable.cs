using DocMgmt.Drive.Database;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>Everything that the caller may read, wherever it is, as one set to be filtered and ordered. Each page reads all of it.</summary>
public static class ListReadable
{
    /// <param name="Count">Whether to count all that the filter finds.</param>
    public sealed record Query(ODataQuery OData, int? PageSize, string? Cursor, bool Count) : IQuery<Paged<ListedItem>>, IAudited<Paged<ListedItem>>, IPaged
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Paged<ListedItem> done) => AuditEntry.Look(null, new { what = "items" });
        public int? Page => null;
        internal string List(Caller caller) => $"{caller.UserId}|readable|{OData.Filter}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<ListedItem>>
    {
        public async Task<Paged<ListedItem>> Handle(Query query, CancellationToken ct)
        {
            var asked = Asked.Of(query.OData, query, order: null);
            var window = ListWindow.Of(query, ListOrder.Of(asked.Order), query.List(caller), query.Count, asked.Top, asked.Skip);
            var sql = ReadableList.Of(window, ReadableList.Everywhere, asked.Filter);
            var (rows, total) = await db.ListJoinedAsync<ListedItem>(query, window.Asking(sql, type: null, asked.Filter, indexed: false), ct);
            return window.Page(rows, total);
        }
    }
}
