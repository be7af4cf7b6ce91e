using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Pages;

/// <summary>
/// Keeps a link open in a browser that gave its password, so that nothing secret stands in addresses, which people pass on. It goes to that link alone,
/// and no script reads it (RFC 6265).
/// </summary>
internal static class UnlockCookie
{
    private const string Name = "unlock";

    public static string? Of(HttpRequest request) => request.Cookies[Name];

    /// <param name="server">As clients reach it; what comes after its host stands before every path.</param>
    public static void Give(HttpContext http, Visit visit, string server)
    {
        if (visit.Key is not { } key) return;
        http.Response.Cookies.Append(Name, key.Token, new()
        {
            Path = $"{new Uri(server).AbsolutePath.TrimEnd('/')}/shared/{visit.Token}",
            Expires = new DateTimeOffset(key.ExpiresAt, TimeSpan.Zero), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps || server.StartsWith("https:", StringComparison.Ordinal), IsEssential = true,
        });
    }
}
