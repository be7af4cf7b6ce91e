using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Pages;

/// <summary>What pages are drawn with. Each has its content's hash in its name, so that browsers keep it for good, and an update is seen at once.</summary>
internal sealed class PageAssets
{
    private const string Gzip = "gzip";

    private PageAssets(string name, string extension, string type)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"{name}.{extension}")!;
        Content = new byte[stream.Length];
        stream.ReadExactly(Content);
        Packed = Pack(Content);
        Path = $"assets/{name}-{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}.{extension}";
        Type = type;
    }

    public static PageAssets Style { get; } = new("page", "css", "text/css; charset=utf-8");
    public static PageAssets Script { get; } = new("page", "js", "text/javascript; charset=utf-8");
    public static PageAssets Icon { get; } = new("icon", "svg", "image/svg+xml");

    /// <summary>From the server's root, without a slash before it.</summary>
    public string Path { get; }
    private byte[] Content { get; }

    /// <summary>By gzip, once: what all browsers take, also without TLS.</summary>
    private byte[] Packed { get; }
    private string Type { get; }

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var asset in new[] { Style, Script, Icon })
        {
            app.MapMethods(asset.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext http) =>
            {
                http.Response.Headers.CacheControl = new StringValues("public, max-age=31536000, immutable");
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
                http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
                if (!TakesGzip(http.Request)) return TypedResults.Bytes(asset.Content, asset.Type);
                http.Response.Headers.ContentEncoding = Gzip;
                return TypedResults.Bytes(asset.Packed, asset.Type);
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static bool TakesGzip(HttpRequest request) => StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptEncoding.OfType<string>()], out var codings)
        && codings.Any(c => c.Quality != 0 && c.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase));

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(content);
        return packed.ToArray();
    }
}
