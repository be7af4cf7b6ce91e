using DocMgmt.Drive.Archives;

namespace DocMgmt.Api.Rest;

/// <summary>An archive as an answer: it has no length before it is sent, and no parts. One that fails on the way breaks the connection off, so that nobody takes it for whole.</summary>
internal sealed class ArchiveAnswer(Archive archive) : IResult
{
    // The heads of small entries go out together.
    private const int Buffer = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = archive.ContentType;
        response.Headers.AcceptRanges = "none";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentDisposition = ContentDisposition.Attachment(archive.FileName);
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;

        // What is first in it may take its time; that it comes is said at once.
        await response.StartAsync(ct);
        await response.BodyWriter.FlushAsync(ct);
        var output = new BufferedStream(response.BodyWriter.AsStream(leaveOpen: true), Buffer); // not disposed of: that would write what is left of a failed one
        await archive.WriteAsync(output, ct);
        await output.FlushAsync(ct);
    }
}
