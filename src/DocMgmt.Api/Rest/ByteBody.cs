using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace DocMgmt.Api.Rest;

/// <summary>Routes whose body is a file.</summary>
internal static class ByteBody
{
    /// <summary>Any length, any Content-Type or none: declaring one to the framework would refuse the others.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route) => route
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The bytes of the file.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["*/*"] = new OpenApiMediaType() },
            };
            return Task.CompletedTask;
        });
}
