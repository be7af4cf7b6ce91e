using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Marks a route that answers browsers with pages.</summary>
/// <param name="Shows">Whether its good answer is one, and not only its failures.</param>
/// <param name="LeadsOn">Whether it may send browsers to another page.</param>
internal sealed record PageAnswered(bool Shows, bool LeadsOn);

/// <summary>Routes that answer a page to whoever prefers <c>text/html</c>.</summary>
internal static class PageResponses
{
    public static TBuilder AnswersPages<TBuilder>(this TBuilder routes, bool shows = false, bool leadsOn = false)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new PageAnswered(shows, leadsOn));

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (!route.Pages.Any()) return;
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is OpenApiResponse { Content: { } content } && (int.Parse(status) >= StatusCodes.Status400BadRequest || route.Pages.Any(p => p.Shows)))
                content["text/html"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A page, in the language of Accept-Language." }, Example = "<!DOCTYPE html>…" };
        }

        if (!route.Pages.Any(p => p.LeadsOn)) return;
        var seen = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(StatusCodes.Status303SeeOther) };
        operation.Responses!["303"] = seen;
        ResponseHeaders.Describe(seen, ["Location"], document);
    }
}
