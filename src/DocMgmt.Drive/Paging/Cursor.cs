using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Paging;

/// <summary>Where a walk through a list goes on: after this item, in the order of the list.</summary>
/// <param name="List">Whose list it is and of what, so that a cursor of another one is refused.</param>
/// <param name="SortKey">Of the last item shown.</param>
/// <param name="Id">Of the last item shown.</param>
/// <param name="Total">Counted on the first page and carried along.</param>
internal sealed record Cursor(string List, string SortKey, long Id, long? Total)
{
    // Three times the longest sort key, which is what base64 and JSON's escapes can make of it.
    private const int MaxLength = 8_192;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const int CheckBytes = 8;

    /// <summary>Opaque to clients; base64url of JSON, with a check value before it.</summary>
    public string Write()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return Base64Url.EncodeToString([.. Check(json), .. json]);
    }

    /// <summary>Null for null.</summary>
    /// <exception cref="Problem">400 <c>cursor_invalid</c>: not a cursor, or one of another list.</exception>
    public static Cursor? Read(string? text, string list)
    {
        if (text is null) return null;
        try
        {
            if (text.Length > MaxLength) throw Problems.BadCursor;
            var bytes = Base64Url.DecodeFromChars(text);
            if (bytes.Length < CheckBytes || !bytes.AsSpan(0, CheckBytes).SequenceEqual(Check(bytes.AsSpan(CheckBytes)))) throw Problems.BadCursor;
            var cursor = JsonSerializer.Deserialize<Cursor>(bytes.AsSpan(CheckBytes), Json);
            if (cursor is null || cursor.List != list || cursor.SortKey is null || cursor.SortKey.Contains('\0', StringComparison.Ordinal)) throw Problems.BadCursor;
            return cursor;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Problems.BadCursor;
        }
    }

    // Finds damage. No key is needed: who makes up a cursor misleads themselves, since the list is asked for under their own level anyway.
    private static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> json) => SHA256.HashData(json).AsSpan(0, CheckBytes);
}
