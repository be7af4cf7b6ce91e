using System.Buffers.Text;
using System.Text.Json;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Paging;

/// <summary>Where a walk through a list goes on: after this item, in the order of the list.</summary>
/// <param name="List">What the list is of, so that a cursor of another one is refused.</param>
/// <param name="SortKey">Of the last item shown.</param>
/// <param name="Id">Of the last item shown.</param>
/// <param name="Total">Counted on the first page and carried along.</param>
internal sealed record Cursor(string List, string SortKey, long Id, long? Total)
{
    private const int MaxLength = 4_096;

    /// <summary>Opaque to clients; base64url.</summary>
    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Null for null.</summary>
    /// <exception cref="Problem">400 <c>cursor_invalid</c>: not a cursor, or one of another list.</exception>
    public static Cursor? Read(string? text, string list)
    {
        if (text is null) return null;
        try
        {
            if (text.Length > MaxLength) throw Problems.BadCursor;
            var cursor = JsonSerializer.Deserialize<Cursor>(Base64Url.DecodeFromChars(text));
            if (cursor is null || cursor.List != list || cursor.SortKey is null || cursor.SortKey.Contains('\0', StringComparison.Ordinal)) throw Problems.BadCursor;
            return cursor;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Problems.BadCursor;
        }
    }
}
