using System.IO.Pipelines;
using System.Text;
using DocMgmt.Drive;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using Microsoft.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace DocMgmt.Api.Rest;

/// <summary>
/// A file's content as an answer: the whole or ranges, one or several (RFC 9110), a strong tag that is its SHA-256, its digest (RFC 9530), its
/// name, and headers that keep what users uploaded from acting as this site.
/// </summary>
/// <param name="disposition">A value of Content-Disposition.</param>
/// <param name="shownAs">The media type of a content that a browser is to show; null where it is to be saved.</param>
internal sealed class ContentAnswer(FindContent.Content content, Stream bytes, string disposition, string? shownAs = null) : IResult
{
    private const string Sandbox = "sandbox; default-src 'none'";

    // In a sandbox WebKit saves a PDF instead of showing it, and Chromium's viewer has no need of one: it runs what scripts there are apart from any site. What is no PDF
    // in such an answer is never taken for a page (nosniff).
    private const string Viewer = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    private const int Chunk = 128 * 1024;

    private readonly string mimeType = shownAs ?? content.MimeType;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var closing = bytes;
        Label(httpContext.Response);
        var plan = ContentPlan.For(httpContext.Request, content);
        httpContext.Response.StatusCode = plan.Status;
        await (plan switch
        {
            { Status: StatusCodes.Status304NotModified } => Task.CompletedTask,
            { Status: StatusCodes.Status412PreconditionFailed } => throw Problems.PreconditionFailed,
            { Status: StatusCodes.Status416RangeNotSatisfiable } => throw Problems.RangeNotSatisfiable(content.SizeBytes),
            { Ranges: null } => WholeAsync(httpContext),
            { Ranges: [var one] } => OneAsync(httpContext, one),
            { Ranges: var several } => SeveralAsync(httpContext, several),
        });
    }

    private void Label(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentType = mimeType;
        headers.ETag = ContentPlan.Tag(content).ToString();
        headers.LastModified = HeaderUtilities.FormatDate(ContentPlan.Modified(content));
        headers.AcceptRanges = "bytes";
        if (StringValues.IsNullOrEmpty(headers.CacheControl)) headers.CacheControl = "private, no-cache"; // unless the route says something stricter
        headers.ContentDisposition = disposition;
        headers.ContentSecurityPolicy = shownAs == Previews.Pdf ? Viewer : Sandbox;
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(content.Sha256.Bytes)}:";
    }

    private Task WholeAsync(HttpContext http)
    {
        http.Response.ContentLength = content.SizeBytes;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : SendAsync(http, new(0, content.SizeBytes));
    }

    private Task OneAsync(HttpContext http, ByteRange range)
    {
        http.Response.ContentLength = range.Length;
        http.Response.Headers.ContentRange = range.ContentRange(content.SizeBytes);
        return SendAsync(http, range);
    }

    /// <summary>multipart/byteranges (RFC 9110, section 14.6).</summary>
    private async Task SeveralAsync(HttpContext http, IReadOnlyList<ByteRange> ranges)
    {
        var boundary = Guid.NewGuid().ToString("N");
        var heads = ranges.Select(r => Encoding.ASCII.GetBytes(
            $"\r\n--{boundary}\r\nContent-Type: {mimeType}\r\nContent-Range: {r.ContentRange(content.SizeBytes)}\r\n\r\n")).ToList();
        var tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        http.Response.ContentType = $"multipart/byteranges; boundary={boundary}";
        http.Response.Headers.ContentSecurityPolicy = Sandbox;
        http.Response.ContentLength = heads.Sum(h => (long)h.Length) + ranges.Sum(r => r.Length) + tail.Length;
        for (var i = 0; i < ranges.Count; i++)
        {
            await http.Response.BodyWriter.WriteAsync(heads[i], http.RequestAborted);
            await SendAsync(http, ranges[i]);
        }

        await http.Response.BodyWriter.WriteAsync(tail, http.RequestAborted);
    }

    // Straight into the server's own buffers, which a slow reader fills only so far.
    private async Task SendAsync(HttpContext http, ByteRange range)
    {
        var writer = http.Response.BodyWriter;
        bytes.Position = range.Start;
        for (var left = range.Length; left > 0;)
        {
            var buffer = writer.GetMemory((int)Math.Min(left, Chunk));
            var read = await bytes.ReadAsync(buffer[..(int)Math.Min(left, buffer.Length)], http.RequestAborted);
            if (read == 0) throw new EndOfStreamException($"The content {content.Sha256} ended before its {content.SizeBytes} bytes.");
            writer.Advance(read);
            left -= read;
            DriveMetrics.BytesSent(read);
            if (await writer.FlushAsync(http.RequestAborted) is FlushResult { IsCompleted: true }) return;
        }
    }
}
