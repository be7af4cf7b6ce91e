using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Marks a route whose good answer is the content of a file.</summary>
/// <param name="Elsewhere">Or to be sent where that is.</param>
internal sealed record ContentAnswered(bool Elsewhere);

/// <summary>Routes that answer the content of a file, whole or in parts, in the type that it has; HEAD tells of it only.</summary>
internal static class ContentResponses
{
    private static readonly string[] Conditions = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"];
    private static readonly string[] Labels = ["ETag", "Last-Modified", "Accept-Ranges", "Content-Disposition", "Repr-Digest"];

    public static RouteHandlerBuilder AnswersContent(this RouteHandlerBuilder route, bool elsewhere = false) => route.WithMetadata(new ContentAnswered(elsewhere));

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.Content is not { } content) return;
        var head = HttpMethods.IsHead(route.Method);
        foreach (var header in Conditions.Concat(head ? [] : ["Range", "If-Range"])) ParameterWords.Add(operation, header);
        operation.Responses = new() { ["200"] = Response(StatusCodes.Status200OK, head ? null : "The report.", Labels, document) };
        if (!head) operation.Responses["206"] = Response(StatusCodes.Status206PartialContent, "The", [.. Labels, "Content-Range"], document);
        if (content.Elsewhere) operation.Responses["302"] = Elsewhere(document);
        operation.Responses["304"] = Response(StatusCodes.Status304NotModified, null, Labels, document);
    }

    private static OpenApiResponse Elsewhere(OpenApiDocument document)
    {
        var response = new OpenApiResponse { Description = "Where contents are in an S3 store: fetch it from there, within a minute." };
        ResponseHeaders.Describe(response, ["Location"], document);
        return response;
    }

    private static OpenApiResponse Response(int status, string? example, string[] headers, OpenApiDocument document)
    {
        var response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) };
        if (example is not null) response.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["*/*"] = ByteBody.Bytes(example) };
        ResponseHeaders.Describe(response, headers, document);
        return response;
    }
}
