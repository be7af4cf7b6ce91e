using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Paging;

/// <summary>Where a walk through a list goes on: after this item, in the order of the list.</summary>
/// <param name="List">A hash of whose list it is, of what, and in which order, so that a cursor of another one is refused.</param>
/// <param name="After">What the last item shown is ordered by; its id is the last of them.</param>
/// <param name="Total">Counted on the first page and carried along.</param>
internal sealed record Cursor(string List, IReadOnlyList<string> After, long? Total)
{
    // What base64 and JSON's escapes can make of the longest sort key and the ids of the deepest folder.
    private const int MaxLength = 8_192;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const int CheckBytes = 8;
    private const int ListBytes = 12;

    /// <summary>The first page ended with that item.</summary>
    public static Cursor Of(string list, IReadOnlyList<string> after, long? total) => new(Hash(list), after, total);

    /// <summary>Opaque to clients; base64url of JSON, with a check value before it.</summary>
    public string Write()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return Base64Url.EncodeToString([.. Check(json), .. json]);
    }

    /// <summary>Whether it is a cursor of that list.</summary>
    public static bool IsOf(string text, string list) => TryRead(text, list) is not null;

    /// <summary>Null for null.</summary>
    /// <exception cref="Problem">400 <c>cursor_invalid</c>: not a cursor, or one of another list.</exception>
    public static Cursor? Read(string? text, string list) => text is null ? null : TryRead(text, list) ?? throw Problems.BadCursor;

    private static Cursor? TryRead(string text, string list)
    {
        try
        {
            if (text.Length > MaxLength) return null;
            var bytes = Base64Url.DecodeFromChars(text);
            if (bytes.Length < CheckBytes || !bytes.AsSpan(0, CheckBytes).SequenceEqual(Check(bytes.AsSpan(CheckBytes)))) return null;
            var cursor = JsonSerializer.Deserialize<Cursor>(bytes.AsSpan(CheckBytes), Json);
            if (cursor?.After is null || cursor.List != Hash(list) || !cursor.After.All(v => v?.Contains('\0', StringComparison.Ordinal) == false)) return null;
            return cursor;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static string Hash(string list) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, ListBytes));

    // Finds damage. No key is needed: who makes up a cursor misleads themselves, since the list is asked for under their own level anyway.
    private static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> json) => SHA256.HashData(json).AsSpan(0, CheckBytes);
}
