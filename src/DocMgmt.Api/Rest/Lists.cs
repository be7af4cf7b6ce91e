using System.Text.Json;
using System.Text.Json.Nodes;
using DocMgmt.Drive.Paging;
using Microsoft.AspNetCore.Http.Extensions;

namespace DocMgmt.Api.Rest;

/// <summary>How lists are answered.</summary>
internal static class Lists
{
    private static readonly string[] Places = ["page", "cursor", "$skip"];

    /// <summary>200, with a link to the next page (RFC 8288).</summary>
    /// <param name="select">The members that each row has; null: all.</param>
    public static IResult Answer<T>(HttpContext http, Paged<T> list, IReadOnlySet<string>? select = null)
    {
        LinkNext(http, list.NextCursor);
        if (select is null) return TypedResults.Ok(list);
        var answer = JsonSerializer.SerializeToNode(list, Json.Options)!;
        foreach (var row in answer["data"]!.AsArray()) Keep(row!.AsObject(), select);
        return TypedResults.Ok(answer);
    }

    /// <summary>A link to the next page (RFC 8288); none where there is none.</summary>
    public static void LinkNext(HttpContext http, string? nextCursor)
    {
        if (nextCursor is not { } cursor) return;
        var query = new QueryBuilder(http.Request.Query.Where(q => !Places.Contains(q.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))) { { "cursor", cursor } };
        http.Response.Headers.Link = $"<{http.Request.Path}{query}>; rel=\"next\"";
    }

    /// <summary>Leaves only these members of a row.</summary>
    public static void Keep(JsonObject row, IReadOnlySet<string> select)
    {
        foreach (var name in row.Select(m => m.Key).Where(name => !select.Contains(name)).ToList()) row.Remove(name);
    }
}
