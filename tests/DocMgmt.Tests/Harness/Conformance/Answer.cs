using System.Net;
using System.Text.Json;

namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>An answer, as far as it can be held against the document.</summary>
/// <param name="MediaType">Without parameters; null without a body.</param>
/// <param name="Body">Null when it was not read, because it is no JSON.</param>
internal sealed record Answer(HttpStatusCode Status, string? MediaType, IReadOnlySet<string> Headers, byte[]? Body)
{
    /// <summary>The body; null when it is no JSON, or not all of it came.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                return Body is null ? null : JsonDocument.Parse(Body).RootElement;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        var isJson = type is "application/json" or Contract.ProblemType;
        var headers = response.Headers.Concat(response.Content.Headers).Select(h => h.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, type, headers, isJson ? await response.Content.ReadAsByteArrayAsync() : null);
    }
}
