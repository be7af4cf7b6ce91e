using DocMgmt.Drive.Archives;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Primitives;

namespace DocMgmt.Api.Rest;

/// <summary>An archive as an answer: it has no length before it is sent, and no parts. One that fails on the way breaks the connection off, so that nobody takes it for whole.</summary>
internal sealed class ArchiveAnswer(Archive archive) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = archive.ContentType;
        response.Headers.AcceptRanges = "none";
        if (StringValues.IsNullOrEmpty(response.Headers.CacheControl)) response.Headers.CacheControl = "private, no-cache"; // unless the route says something stricter
        response.Headers.ContentDisposition = ContentDisposition.Attachment(archive.FileName);
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;

        var output = new PipeOutput(response.BodyWriter);
        try
        {
            await archive.WriteAsync(output, ct);
            await output.FlushAsync(ct);
        }
        catch (ConnectionAbortedException)
        {
            httpContext.Abort(); // nobody is there to be told
        }
    }
}
