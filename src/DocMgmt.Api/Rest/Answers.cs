using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>The answer to something that was done and has nothing to show.</summary>
public sealed record SuccessResponse(bool Success, string Message)
{
    public static SuccessResponse Of(string message) => new(true, message);
}

/// <summary>How items and contents are labelled for HTTP caches (RFC 9110, section 8.8; RFC 9111).</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions WithoutAccessTime = new(Json.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { type => { if (type.Properties.FirstOrDefault(p => p.Name == "last_accessed_at") is { } property) type.Properties.Remove(property); } },
        },
    };

    /// <summary>Revision and a hash of what is shown: an ancestor's new name or a star changes it, being read does not. What an upload's answer
    /// says beyond the item does not count: the item has one tag wherever it is answered.</summary>
    public static EntityTagHeaderValue Tag(Item item)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<Item>(item, WithoutAccessTime));
        return new($"\"{item.Revision}-{Convert.ToHexStringLower(hash, 0, 8)}\"");
    }

    /// <summary>200 with the item, or 304 when the client has it as it is.</summary>
    public static IResult Ok(HttpContext http, Item item)
    {
        Label(http, item);
        var sent = http.Request.GetTypedHeaders().IfNoneMatch;
        return sent.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Tag(item), useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(item);
    }

    /// <summary>201 with the item and its address.</summary>
    public static IResult Created<T>(HttpContext http, T item)
        where T : Item
    {
        Label(http, item);
        return TypedResults.Created($"/v1/items/{item.Id}", item);
    }

    /// <summary>202 with the job that does it, and its address.</summary>
    public static IResult Accepted(Job job) => TypedResults.Accepted($"/v1/jobs/{job.Id}", job);

    public static void Label(HttpContext http, Item item) => http.Response.GetTypedHeaders().ETag = Tag(item);
}
