using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;

namespace DocMgmt.Drive.Files;

/// <summary>ASP.NET Core's table, with newer formats added and outdated entries put right (IANA's registry, where it knows the format).</summary>
internal static class MimeTypeByExtension
{
    // The framework calls these "unknown" or by a Windows component's name, or they mean several things: the content decides.
    private static readonly string[] LeftToContent = [".ts", ".mts", ".rpm", ".stl"];

    private const string Corrections = """
        application/epub+zip                               epub
        application/geo+json                               geojson
        application/gpx+xml                                gpx
        application/gzip                                   gz tgz
        application/jsonl                                  jsonl ndjson
        application/sql                                    sql
        application/toml                                   toml
        application/vnd.android.package-archive            apk
        application/vnd.apache.parquet                     parquet
        application/vnd.debian.binary-package              deb
        application/vnd.google-earth.kml+xml               kml
        application/vnd.ms-outlook                         msg
        application/vnd.ms-visio.drawing                   vsdx
        application/vnd.oasis.opendocument.graphics        odg
        application/vnd.oasis.opendocument.presentation    odp
        application/vnd.oasis.opendocument.spreadsheet     ods
        application/vnd.oasis.opendocument.text            odt
        application/vnd.rar                                rar
        application/vnd.sqlite3                            sqlite sqlite3
        application/x-7z-compressed                        7z
        application/x-apple-diskimage                      dmg
        application/x-bzip2                                bz2
        application/x-ipynb+json                           ipynb
        application/x-iso9660-image                        iso
        application/x-xz                                   xz
        application/yaml                                   yaml yml
        application/zip                                    zip
        application/zstd                                   zst
        audio/flac                                         flac
        audio/ogg                                          ogg oga opus
        font/ttf                                           ttf
        font/woff                                          woff
        image/avif                                         avif
        image/heic                                         heic
        image/heif                                         heif
        image/jxl                                          jxl
        image/vnd.adobe.photoshop                          psd
        image/vnd.dwg                                      dwg
        image/vnd.dxf                                      dxf
        image/vnd.microsoft.icon                           ico
        model/gltf+json                                    gltf
        model/gltf-binary                                  glb
        text/javascript                                    js mjs jsx
        text/markdown                                      md markdown
        text/plain                                         log ini conf cs go java py rb rs php tsx
        text/vcard                                         vcf
        video/matroska                                     mkv
        """;

    private static readonly FrozenDictionary<string, string> Types = Build();

    /// <summary>The type that goes with the part after the last dot, in any case; null when that tells nothing.</summary>
    public static string? Of(string itemName)
    {
        var dot = itemName.LastIndexOf('.');
        return dot < 0 ? null : Types.GetValueOrDefault(itemName[dot..]);
    }

    /// <summary>The shortest of those that mean a type, without the dot.</summary>
    public static string? ExtensionOf(string mimeType) => Types.Where(t => t.Value == mimeType).Select(t => t.Key[1..]).OrderBy(e => e.Length).ThenBy(e => e, StringComparer.Ordinal).FirstOrDefault();

    private static FrozenDictionary<string, string> Build()
    {
        var types = new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase);
        foreach (var line in Corrections.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            foreach (var extension in words.Skip(1)) types['.' + extension] = words[0];
        }
        foreach (var extension in LeftToContent) types.Remove(extension);
        return types.Where(t => t.Value != MimeType.Unknown).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
