using System.Text.Json;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Items;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Examples of bodies, by their type, and the headers of good answers.</summary>
internal static class Successes
{
    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.JsonBody is { } body) Illustrate(operation.RequestBody?.Content, body);
        foreach (var (status, type) in route.Successes)
        {
            if (operation.Responses?.GetValueOrDefault($"{status}") is OpenApiResponse response) Illustrate(response.Content, type);
        }

        if (HttpMethods.IsGet(route.Method) && route.Successes.Any(s => IsItem(s.Type))) DescribeConditions(operation);
        foreach (var (status, response) in operation.Responses ?? [])
            ResponseHeaders.Describe((OpenApiResponse)response, Headers(route, int.Parse(status)), document);
    }

    private static void Illustrate(IDictionary<string, OpenApiMediaType>? content, Type type)
    {
        if (Samples.Of(type) is not { } sample) return;
        foreach (var media in content?.Values ?? []) media.Example = JsonSerializer.SerializeToNode(sample, type, Json.Options);
    }

    private static void DescribeConditions(OpenApiOperation operation)
    {
        ParameterWords.Add(operation, "If-None-Match");
        operation.Responses!["304"] = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(StatusCodes.Status304NotModified) };
    }

    private static IEnumerable<string> Headers(RouteFacts route, int status)
    {
        if (status is StatusCodes.Status201Created or StatusCodes.Status202Accepted) yield return "Location";
        if (route.Successes.Any(s => IsItem(s.Type))) yield return "ETag";
        if (!route.ChangesSomething && route.Successes.Any(s => RefusalRules.IsList(s.Type))) yield return "Link";
    }

    private static bool IsItem(Type type) => type.IsAssignableTo(typeof(Item));
}
