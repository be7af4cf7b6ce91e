using DocMgmt.Api.Pages.Language;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Pages;

/// <summary>What people call a file: it gives a thing its picture, and the name of its kind.</summary>
public enum FileKind { Other, Folder, Image, Pdf, Audio, Video, Text, Document, Spreadsheet, Presentation, Archive }

internal static class FileKinds
{
    private const int LongestShortName = 5; // WEBP and XHTML are names to some, VND.OASIS is none

    private static readonly (string Part, FileKind Kind)[] Parts =
    [
        ("spreadsheet", FileKind.Spreadsheet), ("ms-excel", FileKind.Spreadsheet), ("text/csv", FileKind.Spreadsheet),
        ("presentation", FileKind.Presentation), ("powerpoint", FileKind.Presentation),
        ("wordprocessing", FileKind.Document), ("msword", FileKind.Document), ("opendocument.text", FileKind.Document), ("rtf", FileKind.Document), ("epub", FileKind.Document),
        ("zip", FileKind.Archive), ("x-tar", FileKind.Archive), ("compressed", FileKind.Archive), ("zstd", FileKind.Archive), ("x-bzip", FileKind.Archive), ("x-xz", FileKind.Archive),
        (Previews.Pdf, FileKind.Pdf), ("image/", FileKind.Image), ("audio/", FileKind.Audio), ("video/", FileKind.Video),
        ("text/", FileKind.Text), ("application/json", FileKind.Text), ("xml", FileKind.Text),
    ];

    public static FileKind Of(VisitedItem item) => item.Type == ItemType.Folder ? FileKind.Folder : Of(item.MimeType ?? "");

    /// <summary>What people call a type that a link takes: a kind where all of it is taken, else a short name such as PNG, else the type itself.</summary>
    /// <param name="range">Such as <c>image/*</c> or <c>image/png</c>.</param>
    public static string NameOf(string range, Words words) => range.Split('/')[^1] switch
    {
        "*" => words.Kinds[Of(range)],
        "plain" => "TXT",
        { Length: <= LongestShortName } name when name.All(char.IsAsciiLetterOrDigit) => name.ToUpperInvariant(),
        _ => MimeType.ExtensionOf(range)?.ToUpperInvariant() ?? range,
    };

    private static FileKind Of(string mimeType) => Parts.FirstOrDefault(p => mimeType.Contains(p.Part, StringComparison.Ordinal)).Kind;
}
