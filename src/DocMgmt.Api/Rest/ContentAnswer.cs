using DocMgmt.Drive.Files;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>
/// A file's content as an answer: ranges and conditions (RFC 9110), a strong tag that is its SHA-256, its digest (RFC 9530), its name, and
/// headers that keep what users uploaded from acting as this site.
/// </summary>
internal static class ContentAnswer
{
    public static IResult Of(HttpContext http, FindContent.Content content, Stream bytes)
    {
        http.Response.RegisterForDisposeAsync(bytes);
        var headers = http.Response.Headers;
        headers.ContentDisposition = ContentDisposition.Attachment(content.ItemName);
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.CacheControl = "private, no-cache";
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(content.Sha256.Bytes)}:";
        return TypedResults.Stream(bytes, content.MimeType, lastModified: new DateTimeOffset(content.CreatedAt), entityTag: new EntityTagHeaderValue($"\"{content.Sha256}\""),
            enableRangeProcessing: true);
    }
}
