using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Pages;

/// <summary>What pages are drawn with. Each has its content's hash in its name, so that browsers keep it for good, and an update is seen at once.</summary>
internal sealed class PageAsset
{
    private PageAsset(string name, string extension, string type)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream($"{name}.{extension}")!;
        Content = new byte[stream.Length];
        stream.ReadExactly(Content);
        Packed = Gzip.Pack(Content, CompressionLevel.SmallestSize);
        Path = $"assets/{name}-{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}.{extension}";
        Type = type;
    }

    public static PageAsset Style { get; } = new("page", "css", "text/css; charset=utf-8");
    public static PageAsset Script { get; } = new("page", "js", "text/javascript; charset=utf-8");
    public static PageAsset Icon { get; } = new("icon", "svg", "image/svg+xml");

    /// <summary>From the server's root, without a slash before it.</summary>
    public string Path { get; }
    private byte[] Content { get; }

    /// <summary>By gzip, once.</summary>
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
                if (!Gzip.IsTakenBy(http.Request)) return TypedResults.Bytes(asset.Content, asset.Type);
                http.Response.Headers.ContentEncoding = Gzip.Coding;
                return TypedResults.Bytes(asset.Packed, asset.Type);
            }).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
