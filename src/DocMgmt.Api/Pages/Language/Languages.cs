using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Pages.Language;

/// <summary>Which language a browser's user reads best, of those that are here.</summary>
internal static class Languages
{
    public static IReadOnlyList<Words> All { get; } = [English.Words, German.Words];

    /// <summary>By quality, then by order (RFC 9110, section 12.5.4; RFC 4647, lookup): <c>de-AT</c> is served by <c>de</c>. English where none is asked for.</summary>
    public static Words Of(HttpRequest request)
    {
        // A range that is refused, q=0, is not asked for; the sort is stable.
        if (!StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptLanguage.OfType<string>()], out var ranges)) return English.Words;
        return ranges.Where(r => r.Quality != 0).OrderByDescending(r => r.Quality ?? 1).Select(r => Named(r.Value.ToString())).FirstOrDefault(w => w is not null) ?? English.Words;
    }

    private static Words? Named(string range) => All.FirstOrDefault(w => w.Tag.Equals(range.Split('-')[0], StringComparison.OrdinalIgnoreCase));
}
