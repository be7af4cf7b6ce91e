using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>What all problems look like.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static IOpenApiSchema In(OpenApiDocument document)
    {
        document.AddComponent(Name, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A failure (RFC 9457). Some have further members.",
            Required = new HashSet<string>(["type", "title", "status", "detail", "code", "trace_id"], StringComparer.Ordinal),
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("A URN that ends with the code."),
                ["title"] = Text("The code, for people."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The answer's status." },
                ["detail"] = Text("What went wrong and what to do, for people."),
                ["code"] = Text("Stable, for programs. Those that an answer can have are the names of its examples."),
                ["trace_id"] = Text("Leads to the request in the service's log."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "What is wrong with which field.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            },
            AdditionalProperties = new OpenApiSchema(),
        });
        return new OpenApiSchemaReference(Name, document);
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
