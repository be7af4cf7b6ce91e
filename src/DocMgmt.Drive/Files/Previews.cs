namespace DocMgmt.Drive.Files;

/// <summary>What a browser shows as it is: text, pictures, sound, video and PDF, and nothing that it would run.</summary>
public static class Previews
{
    public const string Pdf = "application/pdf";

    private static readonly string[] Kinds = ["image/", "audio/", "video/", "text/"];

    /// <param name="mimeType">In lower case, with or without parameters.</param>
    public static bool CanShow(string mimeType) =>
        !ActiveTypes.Include(mimeType) && (Kinds.Any(k => mimeType.StartsWith(k, StringComparison.Ordinal)) || mimeType.Split(';')[0].Trim() == Pdf);

    /// <summary>As what it is shown. Text of any kind is plain text: browsers save some kinds, and guess its characters where nothing is said of them.</summary>
    public static string TypeToShow(string mimeType)
    {
        if (!mimeType.StartsWith("text/", StringComparison.Ordinal)) return mimeType;
        return mimeType.Split(';') is [_, var charset] ? $"text/plain;{charset}" : "text/plain; charset=utf-8";
    }
}
