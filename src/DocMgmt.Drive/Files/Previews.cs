namespace DocMgmt.Drive.Files;

/// <summary>What a browser shows as it is: text, pictures, sound, video and PDF, and nothing that it would run.</summary>
public static class Previews
{
    private static readonly string[] Kinds = ["image/", "audio/", "video/", "text/"];

    /// <param name="mimeType">In lower case, with or without parameters.</param>
    public static bool CanShow(string mimeType) =>
        !ActiveTypes.Include(mimeType) && (Kinds.Any(k => mimeType.StartsWith(k, StringComparison.Ordinal)) || mimeType.Split(';')[0].Trim() == "application/pdf");
}
