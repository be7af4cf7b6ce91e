using System.Text.Json;
using System.Text.Json.Nodes;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>
/// Writes the problems of a route under their statuses. Each code is an example, which is stated once among the components and made by what
/// makes the real ones; the names of a status's examples are the codes that it can have.
/// </summary>
internal static class Refused
{
    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        var problems = RefusalRules.Of(route).Concat(route.Refusals.SelectMany(r => r.Problems)).DistinctBy(p => p.Code);
        foreach (var group in problems.GroupBy(p => p.Status).OrderBy(g => g.Key))
        {
            var response = Response(operation, group.Key);
            response.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
            response.Content[ProblemWriter.MediaType] = new()
            {
                Schema = ProblemSchema.In(document),
                Examples = group.OrderBy(p => p.Code, StringComparer.Ordinal).ToDictionary(p => p.Code, p => Example(p, document), StringComparer.Ordinal),
            };
            ResponseHeaders.Describe(response, group.SelectMany(ProblemWriter.Headers).Select(h => h.Name).Distinct(), document);
        }
    }

    /// <summary>The operation's answer of that status, which is there already where a problem is one of several things that it can be.</summary>
    private static OpenApiResponse Response(OpenApiOperation operation, int status)
    {
        operation.Responses ??= [];
        if (operation.Responses.GetValueOrDefault($"{status}") is OpenApiResponse known) return known;
        var response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Checksum Mismatch" }; // tus's own
        operation.Responses[$"{status}"] = response;
        return response;
    }

    private static IOpenApiExample Example(Problem problem, OpenApiDocument document)
    {
        var value = JsonSerializer.SerializeToNode(ProblemWriter.Document(problem, "0af7651916cd43dd8448eb211c80319c"), Json.Options)!;
        document.Components ??= new();
        document.Components.Examples ??= new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
        if (!document.Components.Examples.TryGetValue(problem.Code, out var known)) document.AddComponent(problem.Code, new OpenApiExample { Value = value });
        // The same code may be explained differently where something else is to be done about it.
        return known is null || JsonNode.DeepEquals(known.Value, value) ? new OpenApiExampleReference(problem.Code, document) : new OpenApiExample { Value = value };
    }
}
