namespace DocMgmt.Tests.Model;

/// <summary>Names of files, folders and tags, and the rules for them.</summary>
internal static class Names
{
    /// <summary>Few, so that they meet; with capitals, accents, numbers and dots, which decide on the order and on where a number is put.</summary>
    public static readonly string[] Good =
        ["a.txt", "b.txt", "B.txt", "é.txt", "e\u0301.txt", "Report 2.pdf", "Report 10.pdf", "archive.tar.gz", ".bashrc", "Work", "work", "2026", "x", "x (1)", "_"];

    public static readonly string[] Bad = ["", ".", "..", "a/b", "a\nb", new('n', 256)];
    public static readonly string[] OfTags = ["red", "Red", "blue", "todo", "ToDo", "Grün", "gru\u0308n", "e\u0301lan", "x"];

    /// <summary>In normalization form C; as far as the names above need it.</summary>
    public static string Stored(string name) => name.Replace("e\u0301", "é", StringComparison.Ordinal).Replace("u\u0308", "ü", StringComparison.Ordinal);

    /// <summary>Validation comes first. Null is no name that is sent.</summary>
    /// <exception cref="Refused">400.</exception>
    public static void Check(string? name)
    {
        if (Bad.Contains(name)) throw Refused.Invalid;
    }

    /// <summary>A tag's, trimmed.</summary>
    /// <exception cref="Refused">400.</exception>
    public static void CheckTag(string name)
    {
        if (name.Trim().Length == 0) throw Refused.Invalid;
    }

    /// <summary>The next free "name (n).ext": a folder has no extension, nor has what begins with its only dot.</summary>
    public static string Free(string name, bool isFolder, IReadOnlySet<string> taken)
    {
        var dot = isFolder ? -1 : name.LastIndexOf('.');
        var stem = dot > 0 ? name[..dot] : name;
        return Enumerable.Range(0, int.MaxValue).Select(n => n == 0 ? name : $"{stem} ({n}){name[stem.Length..]}").First(n => !taken.Contains(n));
    }
}
