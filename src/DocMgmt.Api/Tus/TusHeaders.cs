using System.Globalization;
using System.Text;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Resumable;

namespace DocMgmt.Api.Tus;

/// <summary>Reads the protocol's header fields.</summary>
internal static class TusHeaders
{
    public const string Resumable = "Tus-Resumable", Version = "Tus-Version", Extension = "Tus-Extension", MaxSize = "Tus-Max-Size", Algorithms = "Tus-Checksum-Algorithm",
        Length = "Upload-Length", Offset = "Upload-Offset", Metadata = "Upload-Metadata", Concat = "Upload-Concat", Checksum = "Upload-Checksum", Expires = "Upload-Expires";

    private const int LongestMetadata = 4_096, MostParts = 100; // what is answered in headers must be read by clients, too

    /// <summary>A number of bytes; null when it is not given.</summary>
    /// <exception cref="Problem">400.</exception>
    public static long? Bytes(HttpRequest request, string name)
    {
        var text = request.Headers[name].ToString();
        if (text.Length == 0) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : throw Problems.Invalid(name, "Say a number of bytes.");
    }

    /// <summary>What <c>Upload-Metadata</c> says: <c>key base64,key base64</c>, a key without a value for an empty one.</summary>
    /// <exception cref="Problem">400.</exception>
    public static Dictionary<string, string> ReadMetadata(string text)
    {
        if (text.Length > LongestMetadata || !text.All(c => c is >= ' ' and <= '~')) throw BadMetadata(); // it is sent back, and not all that comes in a header can be
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = pair.Split(' ');
            if (words.Length > 2 || !said.TryAdd(words[0], words.Length == 2 ? Decode(words[1]) : "")) throw BadMetadata();
        }

        return said;
    }

    /// <summary>What <c>Upload-Checksum</c> says of the request's body; null when nothing.</summary>
    /// <exception cref="Problem">400.</exception>
    public static BodyChecksum? ReadChecksum(HttpRequest request)
    {
        var text = request.Headers[Checksum].ToString();
        if (text.Length == 0) return null;
        return text.Split(' ') is [var algorithm, var value] && BodyChecksum.Of(algorithm, value) is { } checksum
            ? checksum
            : throw Problems.Invalid(Checksum, $"Say one of {string.Join(", ", BodyChecksum.Algorithms)}, a space, and the hash in base64.");
    }

    /// <summary>What <c>Upload-Concat</c> says: <c>partial</c>, or <c>final;</c> and the addresses of partial uploads.</summary>
    /// <exception cref="Problem">400.</exception>
    public static (ResumableKind Kind, IReadOnlyList<Guid>? PartIds) ReadConcat(HttpRequest request)
    {
        const string Final = "final;";
        var text = request.Headers[Concat].ToString();
        if (text.Length == 0) return (ResumableKind.Whole, null);
        if (text == "partial") return (ResumableKind.Partial, null);
        if (!text.StartsWith(Final, StringComparison.Ordinal)) throw Problems.Invalid(Concat, "Say partial, or final; and the addresses of partial uploads.");
        var addresses = text[Final.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ids = addresses.Select(a => Guid.TryParseExact(a[(a.LastIndexOf('/') + 1)..].Split('?')[0], "D", out var id) ? id : (Guid?)null).ToList();
        if (ids.Count > MostParts) throw Problems.Invalid(Concat, $"An upload is put together from up to {MostParts} parts.");
        return ids.Count > 0 && ids.All(id => id is not null)
            ? (ResumableKind.Final, [.. ids.Select(id => id!.Value)])
            : throw Problems.Invalid(Concat, "After final; come the addresses of partial uploads, with spaces between them.");
    }

    /// <exception cref="Problem">415.</exception>
    public static void CheckMediaType(HttpRequest request)
    {
        if (!IsBytes(request)) throw Problems.TusBytesExpected;
    }

    public static bool IsBytes(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().Equals(TusProtocol.MediaType, StringComparison.OrdinalIgnoreCase) == true;

    private static string Decode(string base64)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(base64));
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw BadMetadata();
        }
    }

    private static Problem BadMetadata() => Problems.Invalid(Metadata, $"Each key comes once, then a space and its value: UTF-8, in base64. Commas stand between them. All of it is ASCII, of up to {LongestMetadata} characters.");
}
