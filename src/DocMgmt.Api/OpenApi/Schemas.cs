using System.Text.Json;
using DocMgmt.Api.Rest;
using DocMgmt.Blobs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>Where schemas that are made from types say too little.</summary>
internal static class Schemas
{
    public static Task SayWhatTheFrameworkDoesNot(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(Sha256Hash))
        {
            // What refers to a component says itself whether it may be null.
            var isComponent = schema.Metadata?.ContainsKey("x-schema-id") is true;
            schema.Type = plain == type || isComponent ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Pattern = "^[0-9A-Fa-f]{64}$";
            schema.Description ??= "A SHA-256 in hexadecimal digits.";
        }
        else if (type == typeof(Optional<long?>))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.Integer | JsonSchemaType.Null, "int64"); // to a client, what it holds
        }
        else if (type == typeof(Optional<int?>))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.Integer | JsonSchemaType.Null, "int32");
        }
        else if (type == typeof(Optional<IReadOnlyList<string>?>))
        {
            (schema.Type, schema.Items) = (JsonSchemaType.Array | JsonSchemaType.Null, new OpenApiSchema { Type = JsonSchemaType.String });
        }
        else if (plain == typeof(DateTimeOffset) || type == typeof(Optional<DateTimeOffset?>))
        {
            (schema.Type, schema.Format) = (type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        }
        else if (plain.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. (schema.Enum ?? []).Where(value => value?.GetValueKind() == JsonValueKind.String).Select(value => value.DeepClone())];
        }

        return Task.CompletedTask;
    }

    /// <summary>What is answered is always there, null or not; only what clients send may be left out.</summary>
    public static void RequireWhatIsAlwaysAnswered(OpenApiDocument document)
    {
        var sent = document.Paths.Values.SelectMany(p => p.Operations ?? []).SelectMany(o => o.Value.RequestBody?.Content?.Values ?? [])
            .SelectMany(c => c.Schema?.OneOf ?? [c.Schema!]).OfType<OpenApiSchemaReference>().Select(s => s.Reference.Id).ToHashSet();
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            if (schema is OpenApiSchema { Properties: { Count: > 0 } properties } answered && name != ProblemSchema.Name && !sent.Contains(name))
                answered.Required = new HashSet<string>(properties.Keys, StringComparer.Ordinal);
        }
    }
}
