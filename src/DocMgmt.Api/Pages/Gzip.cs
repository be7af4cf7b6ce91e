using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Pages;

/// <summary>
/// The coding that all browsers take, also without TLS. It is fit for pages: they bear no secret beside something that somebody else chose, by whose
/// length the secret could be found out (BREACH).
/// </summary>
internal static class Gzip
{
    public const string Coding = "gzip";

    public static bool IsTakenBy(HttpRequest request) => StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptEncoding.OfType<string>()], out var codings)
        && codings.Any(c => c.Quality != 0 && c.Value.Equals(Coding, StringComparison.OrdinalIgnoreCase));

    public static byte[] Pack(byte[] content, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level)) gzip.Write(content);
        return packed.ToArray();
    }
}
