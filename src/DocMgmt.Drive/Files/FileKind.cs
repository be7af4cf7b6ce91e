using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Files;

/// <summary>What people call a file.</summary>
public enum FileKind
{
    Other,
    Folder,
    Image,
    Pdf,
    Audio,
    Video,
    Text,
    Document,
    Spreadsheet,
    Presentation,
    Archive,
}

/// <summary>Which kind a MIME type is of.</summary>
public static class FileKinds
{
    // The first that is a part of the type counts.
    private static readonly (string Part, FileKind Kind)[] Parts =
    [
        ("spreadsheet", FileKind.Spreadsheet), ("ms-excel", FileKind.Spreadsheet), ("text/csv", FileKind.Spreadsheet),
        ("presentation", FileKind.Presentation), ("powerpoint", FileKind.Presentation),
        ("wordprocessing", FileKind.Document), ("msword", FileKind.Document), ("opendocument.text", FileKind.Document), ("rtf", FileKind.Document), ("epub", FileKind.Document),
        ("zip", FileKind.Archive), ("x-tar", FileKind.Archive), ("compressed", FileKind.Archive), ("zstd", FileKind.Archive), ("x-bzip", FileKind.Archive), ("x-xz", FileKind.Archive),
        ("application/pdf", FileKind.Pdf), ("image/", FileKind.Image), ("audio/", FileKind.Audio), ("video/", FileKind.Video),
        ("text/", FileKind.Text), ("application/json", FileKind.Text), ("xml", FileKind.Text),
    ];

    /// <summary>The same of item <c>i</c> in SQL, as <see cref="NameOf"/> has it.</summary>
    internal static readonly string Sql =
        $"CASE WHEN i.type = 'folder' THEN 'folder' {string.Concat(Parts.Select(p => $"WHEN strpos(i.mime_type, '{p.Part}') > 0 THEN '{NameOf(p.Kind)}' "))}ELSE 'other' END";

    public static FileKind Of(ItemType type, string? mimeType) => type == ItemType.Folder ? FileKind.Folder : Of(mimeType ?? "");

    /// <param name="mimeType">Or a range of types, such as <c>image/*</c>.</param>
    public static FileKind Of(string mimeType) => Parts.FirstOrDefault(p => mimeType.Contains(p.Part, StringComparison.Ordinal)).Kind;

    /// <summary>As queries and facets have it: in small letters.</summary>
    internal static string NameOf(FileKind kind) => kind.ToString().ToLowerInvariant();
}
