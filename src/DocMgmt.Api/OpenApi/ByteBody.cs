using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Routes whose body is a file.</summary>
internal static class ByteBody
{
    /// <summary>Any length, any Content-Type or none: declaring one to the framework would refuse the others.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route) => Takes(route, "*/*", Bytes("The report."));

    /// <summary>A form whose file may have any length.</summary>
    /// <param name="fields">Those before the file, which may be left out.</param>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder route, params string[] fields) => Takes(route, "multipart/form-data", new OpenApiMediaType
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = fields.Append("file").ToDictionary(name => name, Field, StringComparer.Ordinal),
            Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
        },
        Example = new System.Text.Json.Nodes.JsonObject([.. Examples.Where(e => fields.Contains(e.Key)).Select(e => KeyValuePair.Create(e.Key, e.Value?.DeepClone())), new("file", "The report.")]),
    });

    private static readonly Dictionary<string, System.Text.Json.Nodes.JsonNode?> Examples = new(StringComparer.Ordinal) { ["parent_id"] = 15, ["item_name"] = "report.pdf" };

    private static IOpenApiSchema Field(string name) => name switch
    {
        "parent_id" => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        "file" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };

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
