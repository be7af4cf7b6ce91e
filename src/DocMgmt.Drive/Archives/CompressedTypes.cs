namespace DocMgmt.Drive.Archives;

/// <summary>Types whose contents are compressed already: to do it again costs time and gains nothing.</summary>
internal static class CompressedTypes
{
    private static readonly string[] Kinds = ["image/", "audio/", "video/", "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.", "font/woff"];

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "image/bmp", "image/x-ms-bmp", "image/tiff", "image/vnd.microsoft.icon", "image/x-icon", "image/vnd.adobe.photoshop", "image/vnd.dwg", "image/vnd.dxf",
        "image/x-portable-bitmap", "image/x-portable-graymap", "image/x-portable-pixmap", "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/aiff", "audio/x-aiff", "audio/midi", "audio/mid",
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "application/zip", "application/x-zip-compressed", "application/gzip", "application/x-gzip", "application/x-7z-compressed", "application/vnd.rar", "application/x-rar-compressed",
        "application/x-xz", "application/zstd", "application/x-bzip2", "application/x-bzip", "application/x-compress", "application/x-compressed", "application/x-lzip", "application/x-lz4", "application/epub+zip",
        "application/java-archive", "application/vnd.android.package-archive", "application/vnd.debian.binary-package", "application/pdf", "application/font-woff", "application/x-apple-diskimage",
        "application/vnd.ms-visio.drawing", "application/vnd.google-earth.kmz",
    };

    /// <param name="mimeType">In lower case, with or without parameters.</param>
    public static bool Include(string mimeType)
    {
        var type = mimeType.Split(';')[0].Trim();
        return Others.Contains(type) || (Kinds.Any(k => type.StartsWith(k, StringComparison.Ordinal)) && !Plain.Contains(type) && !type.EndsWith("xml", StringComparison.Ordinal));
    }
}
