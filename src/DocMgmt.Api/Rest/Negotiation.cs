using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>Which of two forms of an answer a client asks for (RFC 9110, section 12.5.1).</summary>
internal static class Negotiation
{
    private static readonly MediaTypeHeaderValue Html = new("text/html"), Json = new("application/json");

    /// <summary>Whether it wants HTML more than JSON: browsers say so when somebody opens an address. Programs that say nothing get JSON.</summary>
    public static bool PrefersHtml(this HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var ranges)) return false;
        return Quality(ranges, Html) > Quality(ranges, Json);
    }

    // The most specific range that covers the type decides.
    private static double Quality(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type) =>
        ranges.Where(range => type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0).Select(range => range.Quality ?? 1).FirstOrDefault(0);
}
