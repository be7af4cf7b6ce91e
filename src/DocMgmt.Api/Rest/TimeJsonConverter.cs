using System.Text.Json;
using System.Text.Json.Serialization;

namespace DocMgmt.Api.Rest;

/// <summary>Times that clients send (RFC 3339). Without an offset nobody knows which moment is meant; the serializer would take the server's.</summary>
internal sealed class TimeJsonConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HasOffset(reader.GetString()!) && reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new JsonException("A time looks like '2026-01-31T09:30:00Z'.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);

    // A date alone has a '-' in that place too.
    private static bool HasOffset(string text) => text is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _];
}
