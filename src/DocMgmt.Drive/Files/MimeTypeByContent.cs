using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DocMgmt.Drive.Files;

/// <summary>Recognises formats by their first bytes.</summary>
internal static class MimeTypeByContent
{
    // One character a byte; '?' stands for any byte. The first that fits decides.
    private static readonly (string Pattern, string Type)[] Signatures =
    [
        ("\u0089PNG\r\n\u001A\n", "image/png"),
        ("\u00FF\u00D8\u00FF", "image/jpeg"),
        ("GIF87a", "image/gif"),
        ("GIF89a", "image/gif"),
        ("RIFF????WEBP", "image/webp"),
        ("RIFF????WAVE", "audio/wav"),
        ("RIFF????AVI ", "video/x-msvideo"),
        ("II*\0", "image/tiff"),
        ("MM\0*", "image/tiff"),
        ("%PDF-", "application/pdf"),
        ("{\\rtf", "application/rtf"),
        ("%!PS", "application/postscript"),
        ("PK\u0003\u0004", "application/zip"),
        ("PK\u0005\u0006", "application/zip"), // an empty archive
        ("\u001F\u008B", "application/gzip"),
        ("(\u00B5/\u00FD", "application/zstd"),
        ("7z\u00BC\u00AF\u0027\u001C", "application/x-7z-compressed"),
        ("\u00FD7zXZ\0", "application/x-xz"),
        ("BZh?1AY&SY", "application/x-bzip2"),
        ("Rar!\u001A\u0007", "application/vnd.rar"),
        ("????ftypavif", "image/avif"),
        ("????ftyphei", "image/heic"),
        ("????ftypmif1", "image/heif"),
        ("????ftypqt  ", "video/quicktime"),
        ("????ftypM4A ", "audio/mp4"),
        ("????ftyp", "video/mp4"),
        ("\u001AE\u00DF\u00A3", "video/matroska"),
        ("OggS\0", "application/ogg"),
        ("fLaC", "audio/flac"),
        ("ID3\u0002", "audio/mpeg"),
        ("ID3\u0003", "audio/mpeg"),
        ("ID3\u0004", "audio/mpeg"),
        ("SQLite format 3\0", "application/vnd.sqlite3"),
        ("\u007FELF", "application/x-elf"),
        ("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "application/x-ole-storage"), // Office before 2007
    ];

    private static readonly (string Pattern, string Type)[] Markup =
    [
        ("<!doctype html", "text/html"),
        ("<html", "text/html"),
        ("<svg", "image/svg+xml"),
        ("<?xml", "text/xml"),
    ];

    // C0 but tab, line feed, form feed, carriage return and escape; DEL.
    private static readonly SearchValues<byte> NeverInText =
        SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Except([9, 10, 12, 13, 27]).Select(i => (byte)i)]);

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The type; null when the bytes are neither of a known format nor text, or when there are none.</summary>
    public static string? Of(ReadOnlySpan<byte> firstBytes)
    {
        foreach (var (pattern, type) in Signatures)
        {
            if (Fits(pattern, firstBytes)) return type;
        }
        if (firstBytes.IsEmpty || firstBytes.ContainsAny(NeverInText) || !IsUtf8(firstBytes)) return null;
        var text = (firstBytes.StartsWith(ByteOrderMark) ? firstBytes[ByteOrderMark.Length..] : firstBytes).TrimStart(" \t\r\n"u8);
        foreach (var (start, type) in Markup)
        {
            if (text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start)) return type;
        }
        return "text/plain";
    }

    /// <summary>Whether the bytes are of another kind than that type: of a format that is known, or not of the one that always begins in one way.</summary>
    /// <param name="type">In lower case, without parameters.</param>
    public static bool Contradicts(string type, ReadOnlySpan<byte> firstBytes)
    {
        foreach (var (pattern, real) in Signatures)
        {
            if (Fits(pattern, firstBytes)) return !Containers.Contains(real) && Kind(real) != Kind(type);
        }

        return AlwaysSigned.Contains(type);
    }

    // What is told apart by what is in them, such as Office's documents; and sound and video come in the same ones.
    private static readonly string[] Containers = ["application/zip", "application/gzip", "application/x-ole-storage"];
    private static readonly string[] AlwaysSigned = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

    private static string Kind(string type) => type switch
    {
        "application/ogg" => "media",
        "application/pdf" => type,
        _ when type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal) => "media",
        _ => type.Split('/')[0],
    };

    private static bool Fits(string pattern, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < pattern.Length) return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '?' && pattern[i] != bytes[i]) return false;
        }
        return true;
    }

    // The last character may be cut off: the bytes are only the beginning.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut < 4 && cut < bytes.Length; cut++)
        {
            if (!Utf8.IsValid(bytes[..^cut])) continue;
            return cut == 0 || Rune.DecodeFromUtf8(bytes[^cut..], out _, out _) == OperationStatus.NeedMoreData;
        }
        return false;
    }
}
