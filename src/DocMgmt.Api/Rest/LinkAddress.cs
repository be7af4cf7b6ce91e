namespace DocMgmt.Api.Rest;

/// <summary>Where share links are, and how their addresses are told apart and made.</summary>
internal static class LinkAddress
{
    /// <summary>The name of what opens a link with a password again, in its address.</summary>
    public const string Key = "unlock";

    /// <summary>Below which links are: where people paste them, and, for clients that know one base path, below that.</summary>
    public const string Links = "/shared", ClientLinks = "/v1/shared";

    /// <param name="server">Without a slash at the end.</param>
    public static string Absolute(string server, Guid token) => $"{server}{Links}/{token}";

    /// <summary>Whether the request is for a link, or for something behind one.</summary>
    public static bool Leads(HttpRequest request) => request.Path.StartsWithSegments(Links) || request.Path.StartsWithSegments(ClientLinks);

    /// <summary>Whether a browser asks for something of a link: it gets pages.</summary>
    public static bool WantsPage(HttpRequest request) => request.Path.StartsWithSegments(Links) && request.PrefersHtml();

    /// <summary>The link's own address as seen from the request's, in the letters that it came in: so it holds below whatever a proxy puts before paths, and a cookie's path fits.</summary>
    public static string Relative(HttpRequest request)
    {
        var segments = request.Path.Value!.Split('/'); // ["", "shared", token, …]
        return segments.Length < 3 ? "" : string.Concat(Enumerable.Repeat("../", segments.Length - 3)) + Uri.EscapeDataString(segments[2]);
    }

    /// <summary>The request's query but for the key, which has no business in addresses that people pass on.</summary>
    public static QueryString WithoutKey(HttpRequest request) => QueryString.Create(request.Query.Where(q => !q.Key.Equals(Key, StringComparison.OrdinalIgnoreCase)));
}
