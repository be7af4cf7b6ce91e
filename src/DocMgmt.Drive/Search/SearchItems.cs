using System.Text.Json;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Search;

/// <summary>Finds what the caller may read by its name, description and tags, and by what it is. Nothing found: what has the words but for one typo each.</summary>
public static class SearchItems
{
    /// <summary>Totals are exact up to this many hits.</summary>
    public const int MostCounted = 10_000;

    /// <param name="Order">Null: what fits best, of that what changed last.</param>
    /// <param name="Facets">By what to count the hits.</param>
    public sealed record Query(SearchFields Fields, IReadOnlyList<OrderTerm>? Order, IReadOnlyList<Facet> Facets, int? Page, int? PageSize, string? Cursor) : IQuery<Found>, IAudited<Found>, IPaged
    {
        private SearchFields.Terms? terms;

        internal SearchFields.Terms Terms => terms ??= Fields.Read();
        public Access Access => Terms.Access;
        public AuditEntry Audit(Found done) => AuditEntry.Look(null, new { what = "search", query = Fields.Query });
        internal string List(Caller caller, bool forgiving) => $"{caller.UserId}|search|{JsonSerializer.Serialize(Fields)}|{forgiving}";
    }

    /// <param name="IsFuzzy">Nothing has the words as they were typed; these have them with a typo.</param>
    /// <param name="Facets">For each that was asked for the most frequent values; null: none was.</param>
    public sealed record Found(Paged<SearchHit> Page, bool TotalIsLowerBound, bool IsFuzzy, IReadOnlyDictionary<string, IReadOnlyList<FacetValue>>? Facets);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller, SearchLimits limits) : IRequestHandler<Query, Found>
    {
        private const int MostValues = 100;
        private const int AllDrives = int.MaxValue;
        private const int MostForgivingDrives = 50; // each is asked for hundreds of words
        private const string ForFacets = "i.id, i.updated_at, d.owner_id";
        private static readonly ListOrder BestFirst = new([new(OrderField.Relevance, false), new(OrderField.UpdatedAt, true), new(OrderField.Id, true)], IsTree: false);

        private sealed record Counted(string Facet, string Value, string? Label, long Count);

        public async Task<Found> Handle(Query query, CancellationToken ct)
        {
            var order = query.Order is null ? BestFirst : ListOrder.Of(query.Order);
            var forgiving = ListWindow.Continues(query, order, query.List(caller, forgiving: true));
            var found = await FindAsync(query, order, forgiving, ct);
            return found is { Page: { Total: 0, Data: [] } } && !forgiving && new CompiledQuery(query.Terms.Groups).CanForgive ? await FindAsync(query, order, forgiving: true, ct) : found;
        }

        private async Task<Found> FindAsync(Query query, ListOrder order, bool forgiving, CancellationToken ct)
        {
            var compiled = new CompiledQuery(query.Terms.Groups, forgiving);
            var window = ListWindow.Of(query, order, query.List(caller, forgiving));
            var guard = Guard.For(query.Access.Kind);
            var columns = string.Join(", ", order.Terms.Where(t => t.Field != OrderField.Relevance).Select(t => OrderColumn.Of(t.Field)).Append("i.id").Distinct());
            var (rows, total) = await db.ListJoinedAsync<SearchHit>(
                query, Asking(window, SearchSql.Page(SearchSql.Found(guard, query.Terms.Scope, compiled, columns), window), compiled, forgiving, plain: query.Order is null), ct);

            var highlighter = new Highlighter(query.Terms.Groups, forgiving);
            foreach (var row in rows) row.Highlights = highlighter.Of(row);
            var page = window.Page(rows, total);
            var more = page.Total is < 0 or > MostCounted;
            page = page with { Total = Math.Min(MostCounted, page.Total is < 0 ? -1 - page.Total.Value : page.Total ?? 0) };
            var facets = query.Facets.Count == 0 ? null : await CountAsync(
                query, page.Total == 0 ? null : SearchSql.Found(guard, query.Terms.Scope, compiled, ForFacets), window, compiled, forgiving, ct);
            return new(page, more, forgiving && page.Total > 0, facets);
        }

        /// <param name="found">Null: nothing was.</param>
        private async Task<Dictionary<string, IReadOnlyList<FacetValue>>> CountAsync(
            Query query, string? found, ListWindow window, CompiledQuery compiled, bool forgiving, CancellationToken ct)
        {
            var (counted, _) = found is null ? ([], null) : await db.ListJoinedAsync<Counted>(query, Asking(window, FacetSql.Of(found, query.Facets), compiled, forgiving, plain: false), ct);
            var values = counted.ToLookup(c => c.Facet, c => new FacetValue(c.Value, c.Label, c.Count), StringComparer.Ordinal);
            return query.Facets.Select(f => f.ToString().ToLowerInvariant()).ToDictionary(f => f, f => (IReadOnlyList<FacetValue>)[.. values[f]], StringComparer.Ordinal);
        }

        // Who narrows a search down is shown all of it.
        private Joined Asking(ListWindow window, string sql, CompiledQuery compiled, bool forgiving, bool plain)
        {
            var joined = window.Asking(sql, type: null, compiled.Rest, indexed: false);
            var values = new Dictionary<string, object?>(joined.Values)
            {
                ["MostRanked"] = compiled.Rest is null ? limits.MostRanked : int.MaxValue,
                ["MostDrives"] = forgiving ? MostForgivingDrives : AllDrives,
                ["MostCounted"] = MostCounted + 1,
                ["MostValues"] = MostValues,
                ["Whole"] = compiled.Whole,
                ["WholeEnd"] = compiled.Whole + "\U0010FFFF",
                ["Meant"] = compiled.Meant,
            };
            foreach (var (name, value) in compiled.Index.Values) values[name] = value;
            return new(sql, values, OneOfMany: !plain || compiled.Rest is not null, ReadsAll: true);
        }
    }
}
