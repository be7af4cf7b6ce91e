using DocMgmt.Api.Hosting;
using DocMgmt.Api.Pages;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Rest;

/// <summary>How a browser comes by the cookie that keeps a link with a password open.</summary>
internal static class SharedUnlockRoutes
{
    public const string Deed = "/unlock";

    public static void MapUnlock(this RouteGroupBuilder link)
    {
        // The form of the page that asks for the password.
        link.MapPost(Deed, async (string token, string? unlock, HttpContext http, PublicAddress address, ShareGate gate, CancellationToken ct) =>
        {
            if (IsAnotherSites(http.Request)) throw Problems.ForeignForm;
            return Lead(http, address, await gate.EnterAsync(token, await PasswordAsync(http.Request, ct), SharedRoutes.Keys(unlock, http.Request), ct));
        }).ExcludeFromDescription();

        // An address with a key in it, opened in a browser.
        link.MapGet(Deed, async (string token, string? unlock, HttpContext http, PublicAddress address, ShareGate gate, CancellationToken ct) =>
            Lead(http, address, await gate.EnterAsync(token, null, SharedRoutes.Keys(unlock, http.Request), ct))).ExcludeFromDescription();
    }

    private static SeeOther Lead(HttpContext http, PublicAddress address, Visit visit)
    {
        UnlockCookie.Give(http, visit, address);
        return new(LinkAddress.Relative(http.Request) + LinkAddress.WithoutKey(http.Request));
    }

    /// <summary>
    /// Another site could let its visitors' browsers guess, until their address is shut out. Browsers say so to secure addresses (Fetch Metadata); of others, an Origin
    /// says nothing, since our pages have no referrer.
    /// </summary>
    private static bool IsAnotherSites(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static async Task<string?> PasswordAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) throw Problems.UnsupportedMediaType;
        try
        {
            return (await request.ReadFormAsync(ct))["password"].ToString() is { Length: > 0 } password ? password : null; // nothing is no guess
        }
        catch (InvalidDataException e)
        {
            throw Problems.MalformedRequest(e.Message);
        }
    }
}
