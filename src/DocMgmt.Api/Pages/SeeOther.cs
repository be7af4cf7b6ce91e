namespace DocMgmt.Api.Pages;

/// <summary>Sends a browser to another page, to be fetched by GET (RFC 9110, section 15.4.4).</summary>
/// <param name="url">Relative to the request's, so that it holds whatever a proxy puts before paths.</param>
internal sealed class SeeOther(string url) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = url;
        return Task.CompletedTask;
    }
}
