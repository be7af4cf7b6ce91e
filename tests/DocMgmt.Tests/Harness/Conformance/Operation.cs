using System.Globalization;
using System.Text.Json;

namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>One method of one path, as the document describes it.</summary>
/// <param name="Path">With parameters in braces.</param>
internal sealed record Operation(ApiDescription Api, string Method, string Path, JsonElement Json)
{
    /// <summary>Of its path; taken apart once, since every answer is looked up.</summary>
    public IReadOnlyList<string> Segments { get; } = ApiDescription.Segments(Path);

    public string Id => Json.GetProperty("operationId").GetString()!;
    public bool NeedsToken => Json.TryGetProperty("security", out _);

    public IEnumerable<JsonElement> Parameters => Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    /// <summary>The media types that it takes; empty without a body.</summary>
    public IEnumerable<JsonProperty> Bodies => Json.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject() : [];

    public IEnumerable<JsonProperty> Responses => Json.GetProperty("responses").EnumerateObject();

    /// <summary>Whether its good answer is whatever was uploaded.</summary>
    public bool AnswersContent => Responses.Any(r => r.Name == "200" && Contents(r.Value).Any(c => c.Name == "*/*"));

    /// <summary>The media types of an answer.</summary>
    public static IEnumerable<JsonProperty> Contents(JsonElement response) => response.TryGetProperty("content", out var content) ? content.EnumerateObject() : [];

    /// <summary>Whether the route is about that: where it wants a number, another text leads to no route.</summary>
    public bool TakesInPath(string parameter, string value) =>
        Parameters.Single(p => p.GetProperty("name").GetString() == parameter).GetProperty("schema").GetProperty("type").GetString() == "integer"
            ? long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            : value.Length > 0;

    public override string ToString() => $"{Method} {Path}";
}
