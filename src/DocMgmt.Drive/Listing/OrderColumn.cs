using System.Globalization;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Listing;

/// <summary>
/// What each field is ordered by: an expression of item <c>i</c> that is never null, so that rows can be compared as a whole. A folder's size counts
/// as less than 0 and its MIME type as empty, which puts it first where the order ascends. The indexes of items name the same expressions.
/// </summary>
internal static class OrderColumn
{
    public static string Sql(OrderField field) => field switch
    {
        OrderField.Name => "i.sort_key",
        OrderField.Type => "i.type",
        OrderField.Size => "COALESCE(i.size_bytes, -1)",
        OrderField.UpdatedAt => "i.updated_at",
        OrderField.CreatedAt => "i.created_at",
        OrderField.Id => "i.id",
        OrderField.MimeType => "COALESCE(i.mime_type, '') COLLATE \"C\"",
        OrderField.Relevance => "i.relevance",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>The columns that <see cref="Sql"/> is made of.</summary>
    public static string Of(OrderField field) => field switch
    {
        OrderField.Size => "i.size_bytes",
        OrderField.MimeType => "i.mime_type",
        _ => Sql(field),
    };

    /// <summary>Its value of a row, as a cursor carries it: times in microseconds, which is what PostgreSQL keeps.</summary>
    public static string Of(ListedItem row, OrderField field) => field switch
    {
        OrderField.Name => row.SortKey,
        OrderField.Type => row.Type == ItemType.Folder ? "folder" : "file",
        OrderField.Size => Text(row.SizeBytes ?? -1),
        OrderField.UpdatedAt => Text((row.UpdatedAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        OrderField.CreatedAt => Text((row.CreatedAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        OrderField.Id => Text(row.Id),
        OrderField.MimeType => row.MimeType ?? "",
        OrderField.Relevance => Text(row.Relevance),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>The value that a cursor carries, typed as the column.</summary>
    /// <exception cref="Problem">400 <c>cursor_invalid</c>.</exception>
    public static object Read(string text, OrderField field) => field switch
    {
        OrderField.Name or OrderField.MimeType => text,
        OrderField.Type => text is "folder" or "file" ? text : throw Problems.BadCursor,
        OrderField.UpdatedAt or OrderField.CreatedAt => Time(Number(text)),
        _ => Number(text),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Problems.BadCursor;

    private static DateTime Time(long microseconds) =>
        Math.Abs((decimal)microseconds) < 60_000_000_000_000_000 ? DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : throw Problems.BadCursor;
}
