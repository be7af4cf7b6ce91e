using System.IO.Pipelines;
using System.Text;
using DocMgmt.Drive;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>
/// A file's content as an answer: conditions and ranges, one or several (RFC 9110), a strong tag that is its SHA-256, its digest (RFC 9530), its
/// name, and headers that keep what users uploaded from acting as this site.
/// </summary>
internal sealed class ContentAnswer(FindContent.Content content, Stream bytes) : IResult
{
    private const int Chunk = 128 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var closing = bytes;
        var (request, response) = (httpContext.Request, httpContext.Response);
        var (tag, modified) = (new EntityTagHeaderValue($"\"{content.Sha256}\""), new DateTimeOffset(content.CreatedAt));
        Label(response, tag, modified);

        switch (Preconditions.Judge(request, tag, modified))
        {
            case StatusCodes.Status304NotModified: response.StatusCode = StatusCodes.Status304NotModified; return;
            case StatusCodes.Status412PreconditionFailed: throw Problems.PreconditionFailed;
        }

        var ranges = HttpMethods.IsGet(request.Method) && Preconditions.RangeStillHolds(request, tag, modified)
            ? ByteRanges.Read(request.Headers.Range, content.SizeBytes)
            : null;
        await (ranges switch
        {
            null => WholeAsync(httpContext),
            [] => throw Problems.RangeNotSatisfiable(content.SizeBytes),
            [var one] => OneAsync(httpContext, one),
            _ => SeveralAsync(httpContext, ranges),
        });
    }

    private void Label(HttpResponse response, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        var headers = response.Headers;
        headers.ContentType = content.MimeType;
        headers.ETag = tag.ToString();
        headers.LastModified = HeaderUtilities.FormatDate(modified);
        headers.AcceptRanges = "bytes";
        headers.CacheControl = "private, no-cache";
        headers.ContentDisposition = ContentDisposition.Attachment(content.ItemName);
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(content.Sha256.Bytes)}:";
    }

    private Task WholeAsync(HttpContext http)
    {
        http.Response.ContentLength = content.SizeBytes;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : SendAsync(http, new(0, content.SizeBytes));
    }

    private Task OneAsync(HttpContext http, ByteRange range)
    {
        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        http.Response.ContentLength = range.Length;
        http.Response.Headers.ContentRange = range.ContentRange(content.SizeBytes);
        return SendAsync(http, range);
    }

    /// <summary>multipart/byteranges (RFC 9110, section 14.6).</summary>
    private async Task SeveralAsync(HttpContext http, IReadOnlyList<ByteRange> ranges)
    {
        var boundary = Guid.NewGuid().ToString("N");
        var heads = ranges.Select(r => Encoding.ASCII.GetBytes(
            $"\r\n--{boundary}\r\nContent-Type: {content.MimeType}\r\nContent-Range: {r.ContentRange(content.SizeBytes)}\r\n\r\n")).ToList();
        var tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        http.Response.ContentType = $"multipart/byteranges; boundary={boundary}";
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
