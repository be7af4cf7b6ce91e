using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Marks a route whose good answer is an archive.</summary>
internal sealed record ArchiveAnswered;

/// <summary>Routes that answer an archive, in the format that is asked for; HEAD tells of it only.</summary>
internal static class ArchiveResponses
{
    private static readonly string[] Types = ["application/zip", "application/x-tar"];

    public static RouteHandlerBuilder AnswersArchive(this RouteHandlerBuilder route) => route.WithMetadata(new ArchiveAnswered());

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (!route.AnswersArchive) return;
        var response = new OpenApiResponse { Description = "The archive." };
        if (!HttpMethods.IsHead(route.Method)) response.Content = Types.ToDictionary(t => t, _ => ByteBody.Bytes("The archive."), StringComparer.Ordinal);
        ResponseHeaders.Describe(response, ["Accept-Ranges", "Content-Disposition"], document);
        operation.Responses = new() { ["200"] = response };
    }
}
