using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.OData;

/// <summary>What a list is asked for by query options, beside the page that it is asked for otherwise.</summary>
/// <param name="Filter">Null: everything.</param>
/// <param name="Order">Null: the order of the list.</param>
/// <param name="Top">How many rows to show at most; 0 shows none, and counts. Null: as many as the page has.</param>
/// <param name="Skip">How many rows to pass by; null: the page says it.</param>
internal sealed record Asked(Condition? Filter, IReadOnlyList<OrderTerm>? Order, int? Top, int? Skip)
{
    // As deep as a page by its number can be.
    private const int MostSkipped = 10_000_000;
    private const int MostShown = 100;

    /// <param name="order">The order that was asked for in another way; null: none.</param>
    /// <exception cref="Problem">400 <c>query_invalid</c>: an option that is wrong, or two ways of saying the same.</exception>
    public static Asked Of(ODataQuery? query, IPaged page, IReadOnlyList<OrderTerm>? order)
    {
        if (query is null) return new(null, order, null, null);
        if (order is not null && query.OrderBy is not null) throw Problems.QueryInvalid(Options.OrderBy, "Say $orderby or order, not both.");
        if (page.PageSize is not null && query.Top is not null) throw Problems.QueryInvalid(Options.Top, "Say $top or page_size, not both.");
        if (page.Page is not null && query.Top is not null) throw Problems.QueryInvalid(Options.Top, "A page has its page_size: say $skip and $top, or page and page_size.");
        if ((page.Page is not null || page.Cursor is not null) && query.Skip is not null) throw Problems.QueryInvalid(Options.Skip, "Say $skip, a page or a cursor, not two of them.");
        return new(query.ReadFilter(), order ?? query.ReadOrder(), AtMost(MostShown, query.ReadTop(), Options.Top), AtMost(MostSkipped, query.ReadSkip(), Options.Skip));
    }

    private static int? AtMost(int most, long? value, string option) =>
        value is null or >= 0 && !(value > most) ? (int?)value : throw Problems.QueryInvalid(option, $"At most {most}. A cursor leads on from page to page.");
}
