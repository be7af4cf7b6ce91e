using DocMgmt.Api.Hosting;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Pages;

/// <summary>
/// Keeps a link open in a browser that gave its password, so that nothing secret stands in addresses, which people pass on. No script reads it.
/// <para>It has no path of its own: by default (RFC 6265, section 5.1.4) that is what the answer's address has before its last slash, and so, of an answer from
/// <c>/shared/{token}/unlock</c>, that link alone, below whatever a proxy puts before it.</para>
/// </summary>
internal static class UnlockCookie
{
    public static string? Of(HttpRequest request) => request.Cookies[LinkAddress.Key];

    public static void Give(HttpContext http, Visit visit, PublicAddress address)
    {
        if (visit.Key is not { } key) return;
        http.Response.Cookies.Append(LinkAddress.Key, key.Token, new()
        {
            Path = null, Expires = new DateTimeOffset(key.ExpiresAt, TimeSpan.Zero), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = address.IsSecure(http.Request), IsEssential = true,
        });
    }
}
