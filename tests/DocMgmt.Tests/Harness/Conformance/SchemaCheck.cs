using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>JSON Schema, as far as the document uses it.</summary>
internal sealed class SchemaCheck(ApiDescription api)
{
    /// <summary>What is wrong with a value, and where; null when nothing is.</summary>
    public string? Fault(JsonElement schema, JsonElement value, string at)
    {
        schema = api.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Count(c => Fault(c, value, at) is null) != 1) return $"{at} is not one of what it can be: {value}";
        if (schema.TryGetProperty("type", out var types) && !Types(types).Any(t => Is(t, value))) return $"{at} is no {types}: {value}";
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value))) return $"{at} is none of {values}: {value}";
        return value.ValueKind switch
        {
            JsonValueKind.String => TextFault(schema, value.GetString()!, at),
            JsonValueKind.Number => NumberFault(schema, value, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((item, i) => Fault(items, item, $"{at}[{i}]")).FirstOrDefault(f => f is not null),
            JsonValueKind.Object => ObjectFault(schema, value, at),
            _ => null,
        };
    }

    private string? ObjectFault(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !value.TryGetProperty(r, out _)) is { } missing) return $"{at}.{missing} is missing";
        var known = schema.TryGetProperty("properties", out var properties);
        var others = schema.TryGetProperty("additionalProperties", out var additional) ? additional : default;
        foreach (var member in value.EnumerateObject())
        {
            if (known && properties.TryGetProperty(member.Name, out var described))
            {
                if (Fault(described, member.Value, $"{at}.{member.Name}") is { } fault) return fault;
            }
            else if (others.ValueKind == JsonValueKind.False)
            {
                return $"{at}.{member.Name} is not described";
            }
            else if (others.ValueKind == JsonValueKind.Object && Fault(others, member.Value, $"{at}.{member.Name}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? TextFault(JsonElement schema, string text, string at)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1))) return $"{at} does not match {pattern}: {text}";
        var fits = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            _ => true,
        };
        return fits ? null : $"{at} is no {format}: {text}";
    }

    private static string? NumberFault(JsonElement schema, JsonElement value, string at)
    {
        var fits = !schema.TryGetProperty("format", out var format) || format.GetString() switch
        {
            "int32" => value.TryGetInt32(out _),
            "int64" => value.TryGetInt64(out _),
            _ => true,
        };
        return fits ? null : $"{at} is no {format}: {value}";
    }

    private static IEnumerable<string> Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(t => t.GetString()!) : [types.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };
}
