using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Which routes need an access token.</summary>
internal static class Security
{
    private const string Bearer = "bearer";

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, BearerFormat = "JWT" });
        if (route.NeedsToken) operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
    }
}
