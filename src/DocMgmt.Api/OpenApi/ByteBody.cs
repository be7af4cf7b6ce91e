using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Routes whose body is a file.</summary>
internal static class ByteBody
{
    /// <summary>Any length, any Content-Type or none: declaring one to the framework would refuse the others.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route) => Takes(route, "*/*", Bytes("The report."));

    /// <summary>A form whose file may have any length.</summary>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder route) => Takes(route, "multipart/form-data", new OpenApiMediaType
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["parent_id"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
                ["item_name"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["on_conflict"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["checksum"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
            Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
        },
        Example = new System.Text.Json.Nodes.JsonObject { ["parent_id"] = 15, ["item_name"] = "report.pdf", ["file"] = "The report." },
    }).Refuses(RefusalRules.OfFolder);

    /// <summary>Bytes as the document describes them.</summary>
    public static OpenApiMediaType Bytes(string example) => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }, Example = example };

    private static RouteHandlerBuilder Takes(RouteHandlerBuilder route, string mediaType, OpenApiMediaType body) => route
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [mediaType] = body },
            };
            return Task.CompletedTask;
        });
}
