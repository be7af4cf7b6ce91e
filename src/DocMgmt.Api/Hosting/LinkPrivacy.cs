using DocMgmt.Api.Rest;

namespace DocMgmt.Api.Hosting;

/// <summary>The address of a share link is its key: whatever is answered there, it goes to no other site, no search engine and no cache.</summary>
internal sealed class LinkPrivacy(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!LinkAddress.Leads(http.Request)) return next(http);
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store"; // now, since answers of contents have another wish
        http.Response.OnStarting(() => // late, because a failure clears the headers that are there
        {
            (headers["Referrer-Policy"], headers["X-Robots-Tag"]) = ("no-referrer", "noindex, nofollow");
            return Task.CompletedTask;
        });
        return next(http);
    }
}
