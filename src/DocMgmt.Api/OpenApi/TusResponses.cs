using DocMgmt.Api.Tus;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Marks a route of tus, whose good answer is headers and nothing else.</summary>
internal sealed record TusAnswered(int Status, string[] Headers);

/// <summary>Marks a route that finds the link in its address by itself: the framework does not see that it has one.</summary>
internal sealed record LinkRead;

/// <summary>Routes that speak tus 1.0.0.</summary>
internal static class TusResponses
{
    public static RouteHandlerBuilder AnswersTus(this RouteHandlerBuilder route, int status, params string[] headers) => route.WithMetadata(new TusAnswered(status, headers));

    public static RouteHandlerBuilder ReadsLink(this RouteHandlerBuilder route) => route.WithMetadata(new LinkRead());

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.Tus is not { } tus) return;
        var response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(tus.Status) };
        ResponseHeaders.Describe(response, tus.Headers.Prepend(TusHeaders.Resumable), document);
        operation.Responses = new() { [$"{tus.Status}"] = response };
        if (!route.ReadsLink) return;
        ParameterWords.Add(operation, "token", ParameterLocation.Path);
        ParameterWords.Add(operation, "unlock", ParameterLocation.Query);
    }
}
