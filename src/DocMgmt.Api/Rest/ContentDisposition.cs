using System.Text;

namespace DocMgmt.Api.Rest;

/// <summary>The Content-Disposition field of downloads (RFC 6266). Takes any string as name; the value is always printable ASCII.</summary>
public static class ContentDisposition
{
    /// <summary>The field's value that makes browsers save the content under that name.</summary>
    public static string Attachment(string name) => Value("attachment", name);

    /// <summary>The field's value that lets browsers show the content, and save it under that name.</summary>
    public static string Inline(string name) => Value("inline", name);

    private static string Value(string type, string name)
    {
        var fallback = Fallback(name);
        var value = $"{type}; filename=\"{fallback}\"";
        return fallback == name ? value : $"{value}; filename*=UTF-8''{Encoded(name)}";
    }

    // What a browser might not take literally becomes '_'. '%' is one, since Chromium decodes percent-encoding in filename= and others
    // do not (RFC 6266, appendix D); "=?" is one, since Chromium and Firefox decode the encoded words of RFC 2047.
    private static string Fallback(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var isLiteral = rune.Value is >= ' ' and <= '~' and not ('"' or '\\' or '%' or '/');
            text.Append(isLiteral ? (char)rune.Value : '_');
        }
        return text.Replace("=?", "_?").ToString();
    }

    // RFC 8187, section 3.2.1: attr-char stays, every other byte is percent-encoded.
    private static string Encoded(string name)
    {
        var text = new StringBuilder(name.Length * 3);
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "!#$&+-.^_`|~".Contains((char)octet)) text.Append((char)octet);
            else text.Append('%').Append(octet.ToString("X2"));
        }
        return text.ToString();
    }
}
