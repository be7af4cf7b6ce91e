using DocMgmt.Api.Rest;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.OData;

/// <summary>The query options of <c>/odata</c>, which clients may write without the $ (OData 4.01, URL conventions, section 5.1).</summary>
internal static class ODataOptions
{
    /// <summary>Finds options that would be passed by in silence.</summary>
    /// <exception cref="Problem">400 <c>query_invalid</c>: an option that there is not, or one said twice.</exception>
    public static void Check(HttpContext http, params IReadOnlyCollection<string> known)
    {
        ODataParameters.Check(http, known);
        if (known.FirstOrDefault(option => Said(http, option).Count() > 1) is { } twice) throw Problems.QueryInvalid(twice, ODataParameters.Twice);
    }

    /// <summary>What an option says; null: nothing.</summary>
    public static string? Say(HttpContext http, string option) => Said(http, option).FirstOrDefault();

    /// <summary>Whether that parameter is this option.</summary>
    public static bool Is(string parameter, string option) =>
        parameter.Equals(option, StringComparison.OrdinalIgnoreCase) || parameter.AsSpan().Equals(option.AsSpan(1), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Said(HttpContext http, string option) => http.Request.Query.Where(q => Is(q.Key, option)).SelectMany(q => q.Value).Select(value => value ?? "");
}
