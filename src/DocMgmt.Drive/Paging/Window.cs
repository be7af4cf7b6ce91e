using System.Globalization;
using FluentValidation;

namespace DocMgmt.Drive.Paging;

/// <summary>A request for a part of a list.</summary>
public interface IPaged
{
    /// <summary>From 1; not together with a cursor.</summary>
    int? Page { get; }

    /// <summary>1–100; 50 unless said.</summary>
    int? PageSize { get; }
    string? Cursor { get; }
}

internal sealed class PagedValidator : AbstractValidator<IPaged>
{
    // Deeper than this a page costs more than its rows: a cursor leads anywhere in constant time.
    private const int MaxPage = 100_000;

    public PagedValidator()
    {
        RuleFor(q => q.Page).InclusiveBetween(1, MaxPage);
        RuleFor(q => q.PageSize).InclusiveBetween(1, 100);
        RuleFor(q => q.Page).Null().When(q => q.Cursor is not null).WithMessage("Send a page or a cursor, not both.");
    }
}

/// <summary>A row of a list, which knows its place in the list's order.</summary>
public interface IListed
{
    string SortKey { get; }
    long Id { get; }
}

/// <summary>The rows that a page of a list needs: one more than it shows, which tells whether there is a next one.</summary>
internal sealed record Window(int? Number, int Size, int Offset, string AfterKey, long AfterId, long? CarriedTotal)
{
    public const int DefaultSize = 50;

    public int Limit => Size + 1;

    /// <summary>False on the later pages of a cursor walk, which carry the total along.</summary>
    public bool Count => CarriedTotal is null;

    /// <exception cref="Pipeline.Problem">400 <c>cursor_invalid</c>.</exception>
    public static Window Of(IPaged request, string list)
    {
        var size = request.PageSize ?? DefaultSize;
        var number = request.Page ?? 1;
        if (Cursor.Read(request.Cursor, list) is not { } cursor) return new(number, size, (number - 1) * size, "", 0, null);
        return cursor.After is [var key, var id] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var afterId)
            ? new(null, size, 0, key, afterId, cursor.Total)
            : throw Pipeline.Problems.BadCursor;
    }

    public Paged<T> Page<T>(IReadOnlyList<T> rows, long? total, string list)
        where T : IListed
    {
        total = CarriedTotal ?? total;
        var hasNext = rows.Count > Size;
        var shown = hasNext ? [.. rows.Take(Size)] : rows;
        var next = hasNext ? Cursor.Of(list, [shown[^1].SortKey, shown[^1].Id.ToString(CultureInfo.InvariantCulture)], total).Write() : null;
        return new(shown, Number, Size, total, hasNext, next);
    }
}
