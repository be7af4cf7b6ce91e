using System.Net;
using System.Text.Json;

namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>Holds answers against the document.</summary>
internal static class Contract
{
    public const string ProblemType = "application/problem+json";
    private const string PageType = "text/html";

    // The headers that clients act upon: an answer has none that the document keeps from them.
    private static readonly string[] Told = ["ETag", "Link", "Location", "Retry-After", "Content-Range", "Repr-Digest", "WWW-Authenticate"];

    /// <summary>What is wrong with the answer; null when it is as described. Where the document has no such route it only must not be a bare error.</summary>
    /// <param name="selected">The request chose members, so others that are always there are not.</param>
    public static string? Fault(ApiDescription api, string method, string path, Answer answer, bool selected = false)
    {
        if (!answer.Headers.Contains("X-Request-ID")) return IsBelow(answer) ? null : "it has no X-Request-ID";
        if (Bare(answer, method, path) is { } bare) return bare;
        if (api.Find(method, path) is not { } operation) return null;

        var described = operation.Responses.FirstOrDefault(r => r.Name == $"{(int)answer.Status}").Value;
        if (described.ValueKind == JsonValueKind.Undefined) return $"{operation} is not described to answer {(int)answer.Status}";
        if (Hidden(answer, described) is { } hidden) return $"{operation}'s {(int)answer.Status} is not described to have {hidden}";
        if (method == "HEAD" || answer.Status == HttpStatusCode.NotModified) return null; // these have no body, whatever their headers say of it
        if (answer.MediaType is null) return Operation.Contents(described).Any() ? $"{operation}'s {(int)answer.Status} has no body" : null;

        var content = Operation.Contents(described).Where(c => Covers(c.Name, answer.MediaType)).Select(c => c.Value).FirstOrDefault();
        if (content.ValueKind == JsonValueKind.Undefined) return $"{operation}'s {(int)answer.Status} is not described to be {answer.MediaType}";
        if (answer.MediaType == PageType) return null;
        // What users uploaded may call itself JSON too.
        if (answer.Body is null || (selected && answer.Status == HttpStatusCode.OK) || (answer.Status < HttpStatusCode.BadRequest && operation.AnswersContent)) return null;
        return answer.Json is { } body ? BodyFault(api, operation, content, body) : $"{operation}'s {(int)answer.Status} is no JSON";
    }

    private static string? BodyFault(ApiDescription api, Operation operation, JsonElement content, JsonElement body)
    {
        if (content.TryGetProperty("examples", out var problems) && !problems.TryGetProperty(body.GetProperty("code").GetString()!, out _))
            return $"{operation} is not described to answer {body.GetProperty("code")}; add it to the route's Refuses";
        return new SchemaCheck(api).Fault(content.GetProperty("schema"), body, "$");
    }

    // Every error is a problem, whoever refused; but for a readiness that is a 503, for OData's clients, which have a shape of their own, and for browsers at a share link.
    private static string? Bare(Answer answer, string method, string path) =>
        (int)answer.Status < 400 || method == "HEAD" || answer.MediaType == (path.StartsWith("/odata", StringComparison.Ordinal) ? "application/json" : ProblemType) || answer is { Status: HttpStatusCode.ServiceUnavailable, MediaType: "application/json" }
            || (answer.MediaType == PageType && path.StartsWith("/shared", StringComparison.Ordinal))
            ? null
            : $"{(int)answer.Status} is no problem but {answer.MediaType ?? "empty"}";

    // What is no HTTP never reaches the application: the web server refuses it with a status and nothing else.
    private static bool IsBelow(Answer answer) => (int)answer.Status is 400 or 405 or 408 or 411 or 413 or 414 or 417 or 431 or 505 && answer.MediaType is null;

    private static string? Hidden(Answer answer, JsonElement described) => Told.FirstOrDefault(name => answer.Headers.Contains(name)
        && !(described.TryGetProperty("headers", out var headers) && headers.EnumerateObject().Any(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))));

    private static bool Covers(string described, string mediaType) => described == "*/*" || described.Equals(mediaType, StringComparison.OrdinalIgnoreCase);
}
