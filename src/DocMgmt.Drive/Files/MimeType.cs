using System.Text;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Drive.Files;

/// <summary>Media types (RFC 9110, section 8.3.1) of files, in one spelling: lower case, no parameter but the charset of a text.</summary>
public static class MimeType
{
    /// <summary>No type that <see cref="Of"/> returns is longer, in ASCII characters.</summary>
    public const int MaxLength = 255;

    /// <summary>What is said of bytes of which nothing is known.</summary>
    public const string Unknown = "application/octet-stream";

    private const int MaxNameLength = 127;    // each side of the slash, RFC 6838, section 4.2
    private const int MaxCharsetLength = 40;  // RFC 2978, section 2.3
    private const int MaxHeaderLength = 1024; // with all parameters, before they are dropped

    // What clients send that have not looked: curl's --data-binary, and nearly all others.
    private static readonly string[] Unsaid = [Unknown, "application/x-www-form-urlencoded"];

    /// <summary>The type to store: as given if that is valid and says something, else by the name's extension, else by content.</summary>
    /// <param name="given">A Content-Type field's value, or null. An invalid one counts as not given.</param>
    /// <param name="itemName">The file's name.</param>
    /// <param name="firstBytes">The content's beginning: 512 bytes are plenty, fewer are allowed.</param>
    public static string Of(string? given, string itemName, ReadOnlySpan<byte> firstBytes)
    {
        var type = given is null ? null : Parse(given);
        if (type is not null && !Unsaid.Contains(type)) return type;
        return MimeTypeByExtension.Of(itemName) ?? MimeTypeByContent.Of(firstBytes) ?? Unknown;
    }

    /// <summary>What files of a type are mostly called at their end, without the dot; null where that is not known.</summary>
    /// <param name="mimeType">As <see cref="Of"/> makes it, without parameters.</param>
    public static string? ExtensionOf(string mimeType) => MimeTypeByExtension.ExtensionOf(mimeType);

    /// <summary>Whether the text is one media type without wildcards, with or without parameters.</summary>
    public static bool IsValid(string given) => Parse(given) is not null;

    private static string? Parse(string given)
    {
        if (given.Length > MaxHeaderLength || !Ascii.IsValid(given)) return null;
        if (!MediaTypeHeaderValue.TryParse(given, out var parsed)) return null;
        var isValid = IsName(parsed.Type) && IsName(parsed.SubType);
        if (!isValid) return null;

        var type = parsed.MediaType.ToString().ToLowerInvariant();
        var charset = HeaderUtilities.RemoveQuotes(parsed.Charset).ToString().ToLowerInvariant();
        var keepsCharset = type.StartsWith("text/", StringComparison.Ordinal)
            && charset.Length is > 0 and <= MaxCharsetLength && charset.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:+".Contains(c));
        return keepsCharset ? $"{type}; charset={charset}" : type;
    }

    // The parser has seen to it that these are tokens.
    private static bool IsName(Microsoft.Extensions.Primitives.StringSegment name) =>
        name.Length is > 0 and <= MaxNameLength && name.IndexOf('*') < 0;
}
