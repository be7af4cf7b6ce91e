using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DocMgmt.Drive;

namespace DocMgmt.Api.Rest;

/// <summary>JSON as REST v1 speaks it: snake_case, enumerations as text, nothing unknown and nothing of the wrong type.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        // Names stay readable; nothing of ours is ever put into a page as it is.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.AllowOutOfOrderMetadataProperties = true; // what says which kind of a thing follows may stand anywhere in it
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new Sha256JsonConverter());
        options.Converters.Add(new TimeJsonConverter());
        return options;
    }
}
