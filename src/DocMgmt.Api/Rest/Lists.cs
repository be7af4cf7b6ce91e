using DocMgmt.Drive.Paging;
using Microsoft.AspNetCore.Http.Extensions;

namespace DocMgmt.Api.Rest;

/// <summary>How lists are answered.</summary>
internal static class Lists
{
    /// <summary>200, with a link to the next page (RFC 8288).</summary>
    public static IResult Answer<T>(HttpContext http, Paged<T> list)
    {
        if (list.NextCursor is { } cursor)
        {
            var query = new QueryBuilder(http.Request.Query.Where(q => q.Key is not ("page" or "cursor"))
                .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))) { { "cursor", cursor } };
            http.Response.Headers.Link = $"<{http.Request.Path}{query}>; rel=\"next\"";
        }

        return TypedResults.Ok(list);
    }
}
