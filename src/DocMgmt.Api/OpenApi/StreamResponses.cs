using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Marks a route whose good answer is sent as it is made, and has no length before.</summary>
/// <param name="What">A sentence.</param>
/// <param name="Types">One of them, as it is asked for.</param>
internal sealed record StreamAnswered(string What, string[] Types, string[] Headers);

/// <summary>Routes that answer an archive or an export, in the format that is asked for; HEAD tells of it only.</summary>
internal static class StreamResponses
{
    private static readonly StreamAnswered Archive = new("The archive.", ["application/zip", "application/x-tar"], ["Accept-Ranges", "Content-Disposition"]);
    private static readonly StreamAnswered Export = new("The events.", ["application/x-ndjson", "text/csv"], ["Content-Disposition"]);

    public static RouteHandlerBuilder AnswersArchive(this RouteHandlerBuilder route) => route.WithMetadata(Archive);
    public static RouteHandlerBuilder AnswersExport(this RouteHandlerBuilder route) => route.WithMetadata(Export);

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.AnswersStream is not { } stream) return;
        var response = new OpenApiResponse { Description = stream.What };
        if (!HttpMethods.IsHead(route.Method)) response.Content = stream.Types.ToDictionary(t => t, _ => ByteBody.Bytes(stream.What), StringComparer.Ordinal);
        ResponseHeaders.Describe(response, stream.Headers, document);
        operation.Responses = new() { ["200"] = response };
    }
}
