using DocMgmt.Api.Hosting;
using DocMgmt.Drive.ShareLinks;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Pages;

/// <summary>
/// Keeps a link open in a browser that gave its password, so that nothing secret stands in addresses, which people pass on. No script reads it.
/// <para>It has no path of its own: by default (RFC 6265, section 5.1.4) that is what the answer's address has before its last slash, and so, of an answer from
/// <c>/shared/{token}/unlock</c>, that link alone, below whatever a proxy puts before it.</para>
/// </summary>
internal static class UnlockCookie
{
    private const string Name = "docmgmt_unlock";

    /// <summary>All of that name, since other programs at this host, or at one above it, may have set some of their own.</summary>
    public static IEnumerable<string> Of(HttpRequest request) =>
        CookieHeaderValue.TryParseList([.. request.Headers.Cookie.OfType<string>()], out var cookies) ? cookies.Where(c => c.Name == Name).Select(c => c.Value.ToString()) : [];

    public static void Give(HttpContext http, Visit visit, PublicAddress address)
    {
        if (visit.Key is not { } key) return;
        http.Response.Cookies.Append(Name, key.Token, new()
        {
            Path = null, Expires = new DateTimeOffset(key.ExpiresAt, TimeSpan.Zero), HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax, Secure = address.IsSecure(http.Request), IsEssential = true,
        });
    }
}
