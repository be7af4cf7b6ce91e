using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Listing;

/// <summary>The part of an ordered list that a request asks for: a page by its number, or what comes after a cursor.</summary>
internal sealed class ListWindow
{
    private readonly string list;
    private readonly int size;
    private readonly int? number;
    private readonly int offset;
    private readonly long? carriedTotal;

    private ListWindow(ListOrder order, string list, int size, int? number, int offset, Cursor? cursor, bool count)
    {
        (Order, this.list, this.size, this.number, this.offset, carriedTotal, Count) = (order, list, size, number, offset, cursor?.Total, count && cursor is null);
        if (cursor is null) return;
        var keys = order.IsTree ? cursor.After.Skip(1).ToList() : cursor.After;
        if (keys.Count != order.Terms.Count || cursor.After.Count == 0) throw Problems.BadCursor;
        After = [.. keys.Select((text, n) => OrderColumn.Read(text, order.Terms[n].Field))];
        AfterPlace = order.IsTree ? cursor.After[0] : "";
    }

    public ListOrder Order { get; }

    /// <summary>What the last row before was ordered by; null: this is no page of a walk, or its first.</summary>
    public IReadOnlyList<object>? After { get; }

    /// <summary>Where that row was, for a tree.</summary>
    public string AfterPlace { get; } = "";

    /// <summary>The length of the list is counted on a page by number, carried along by a cursor.</summary>
    public bool Count { get; }

    /// <param name="list">Whose list it is and of what: a cursor of another list, or of the same in another order, is refused.</param>
    /// <param name="top">Instead of a page's size; 0 shows nothing.</param>
    /// <param name="skip">Instead of a page's number.</param>
    /// <exception cref="Problem">400 <c>cursor_invalid</c>.</exception>
    public static ListWindow Of(IPaged request, ListOrder order, string list, bool count = true, int? top = null, int? skip = null)
    {
        list = $"{list}|{order}";
        var cursor = Cursor.Read(request.Cursor, list);
        var size = top ?? request.PageSize ?? Window.DefaultSize;
        int? number = cursor is null && skip is null ? request.Page ?? 1 : null;
        return new(order, list, size, number, skip ?? (((number ?? 1) - 1) * size), cursor, count);
    }

    /// <summary>Whether a request walks on through this list.</summary>
    public static bool Continues(IPaged request, ListOrder order, string list) => request.Cursor is { } cursor && Cursor.IsOf(cursor, $"{list}|{order}");

    /// <summary>
    /// The list's statement with what it takes: <c>@Limit</c>, one more than is shown, which tells whether there is more; <c>@Offset</c>; <c>@Reach</c>, their
    /// sum; <c>@Count</c>; the cursor's values.
    /// </summary>
    /// <param name="indexed">Its rows come out of an index where the order has one and there is no condition.</param>
    public Joined Asking(string sql, ItemType? type, Condition? condition, bool indexed)
    {
        var values = new Dictionary<string, object?>(condition?.Parameters ?? new Dictionary<string, object?>())
        {
            ["Limit"] = size + 1, ["Offset"] = offset, ["Reach"] = offset + size + 1, ["Count"] = Count, ["Type"] = type?.ToString().ToLowerInvariant(), ["AfterPlace"] = AfterPlace,
        };
        for (var n = 0; n < After?.Count; n++) values[$"After{n}"] = After[n];
        var own = condition is not null || !Order.HasIndex;
        return new(sql, values, OneOfMany: own, ReadsAll: own || !indexed);
    }

    public Paged<T> Page<T>(IReadOnlyList<T> rows, long? counted)
        where T : ListedItem
    {
        var total = Count ? counted : carriedTotal;
        var hasNext = rows.Count > size;
        var shown = hasNext ? [.. rows.Take(size)] : rows;
        return new(shown, number, size, total, hasNext, hasNext && size > 0 ? Cursor.Of(list, Keys(shown[^1]), total).Write() : null);
    }

    private List<string> Keys(ListedItem last)
    {
        var keys = Order.Terms.Select(t => OrderColumn.Of(last, t.Field)).ToList();
        if (Order.IsTree) keys.Insert(0, last.Place ?? "");
        return keys;
    }
}
