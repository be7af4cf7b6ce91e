using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>Sends a client on to where it fetches a content from by itself, soon. Nobody may keep the address: it is good for a minute.</summary>
internal sealed class ContentRedirect(Uri url) : IResult
{
    private static readonly string[] Conditions = [HeaderNames.IfMatch, HeaderNames.IfRange, HeaderNames.IfModifiedSince, HeaderNames.IfUnmodifiedSince];

    /// <summary>
    /// Whether the store would answer the same as we do. It knows none of our tags and times, so requests with conditions, which clients repeat there, are
    /// answered here; what If-None-Match names is nothing that it has. Nor does it send several ranges.
    /// </summary>
    public static bool Suits(HttpRequest request, ContentPlan plan) => plan.Reveals(request) && plan.Ranges is null or { Count: 1 } && !Conditions.Any(request.Headers.ContainsKey);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status302Found;
        httpContext.Response.Headers.Location = url.AbsoluteUri;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
