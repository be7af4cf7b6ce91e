using DocMgmt.Drive.OData;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>OData's query options, which lists take beside their own.</summary>
internal sealed record ODataParameters(
    [property: FromQuery(Name = Options.Filter)] string? Filter,
    [property: FromQuery(Name = Options.OrderBy)] string? OrderBy,
    [property: FromQuery(Name = Options.Top)] string? Top,
    [property: FromQuery(Name = Options.Skip)] string? Skip,
    [property: FromQuery(Name = Options.Select)] string? Select)
{
    public const string Twice = "Say this once.";

    private static readonly string[] Known = [Options.Filter, Options.OrderBy, Options.Top, Options.Skip, Options.Select, Options.Count];

    /// <exception cref="Problem">400 <c>query_invalid</c>: an option that lists do not know, or one said twice.</exception>
    public (ODataQuery Query, IReadOnlySet<string>? Select) Read(HttpContext http)
    {
        Check(http, Known);
        var query = new ODataQuery(Filter, OrderBy, Top, Skip, Count: null, Select);
        return (query, query.ReadSelect());
    }

    /// <summary>Finds options that would be passed by in silence.</summary>
    /// <inheritdoc cref="Read"/>
    public static void Check(HttpContext http, params IReadOnlyCollection<string> known)
    {
        foreach (var (name, values) in http.Request.Query.Where(q => q.Key.StartsWith('$')))
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase)) throw Problems.QueryInvalid(name[..Math.Min(name.Length, 50)], $"There is no such option here; there are {string.Join(", ", known)}.");
            if (values.Count > 1) throw Problems.QueryInvalid(name.ToLowerInvariant(), Twice);
        }
    }
}
