using System.Text;
using DocMgmt.Drive.Text;

namespace DocMgmt.Drive.Items;

/// <summary>The rules for names of files and folders. Names are stored normalized and compared byte by byte.</summary>
public static class ItemName
{
    /// <summary>The longest name, in UTF-8 bytes: what common file systems take.</summary>
    public const int MaxBytes = 255;

    // A longer tail after the last dot, or one with a space, is part of a sentence rather than an extension.
    private const int MaxExtensionBytes = 32;

    /// <summary>The name in Unicode normalization form C; nothing else is changed. Takes any string.</summary>
    public static string Normalize(string name) => CanonicalForm.Compose(name);

    /// <summary>What is wrong with a normalized name, as a sentence for the client; null when it may be used. Takes any string.</summary>
    public static string? Fault(string normalized)
    {
        if (normalized.Length == 0) return "A name must not be empty.";
        if (normalized is "." or "..") return "A name must not be \".\" or \"..\".";
        if (normalized.Contains('/')) return "A name must not contain \"/\".";
        if (normalized.Any(char.IsControl)) return "A name must not contain control characters.";
        if (HasLoneSurrogate(normalized)) return "A name must be valid Unicode.";
        return Bytes(normalized) > MaxBytes ? $"A name must have at most {MaxBytes} bytes in UTF-8." : null;
    }

    /// <summary>"report.pdf" and 2 make "report (2).pdf". The stem is shortened, by whole characters, until the result has at most
    /// <see cref="MaxBytes"/> bytes. A folder's name has no extension, nor has ".bashrc"; of "archive.tar.gz" it is ".gz".</summary>
    /// <param name="name">A normalized name; the result is normalized too.</param>
    /// <param name="n">The number to show, from 1.</param>
    /// <param name="isFolder">Whether a dot is just a part of the name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1.</exception>
    public static string Numbered(string name, long n, bool isFolder = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        var extension = isFolder ? "" : Extension(name);
        var tail = $" ({n}){extension}";
        return Shortened(name[..^extension.Length], MaxBytes - Bytes(tail)) + tail;
    }

    /// <summary>The last dot and what follows, or "" when nothing follows, when no stem is left, or when it reads like text.</summary>
    internal static string Extension(string name)
    {
        var extension = name[Math.Max(name.LastIndexOf('.'), 0)..];
        var hasStem = name.AsSpan()[..^extension.Length].ContainsAnyExcept('.');
        return hasStem && extension.Length > 1 && Bytes(extension) <= MaxExtensionBytes && !extension.Any(char.IsWhiteSpace) ? extension : "";
    }

    private static string Shortened(string stem, int maxBytes)
    {
        var length = 0;
        while (length < stem.Length)
        {
            Rune.DecodeFromUtf16(stem.AsSpan(length), out var rune, out var chars);
            if ((maxBytes -= rune.Utf8SequenceLength) < 0) break;
            length += chars;
        }
        return stem[..length];
    }

    /// <summary>Whether it is no valid Unicode.</summary>
    internal static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))) return true;
        }
        return false;
    }

    // A lone surrogate counts as the replacement character's three bytes.
    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
