using System.Text.Json;
using System.Text.Json.Serialization;
using DocMgmt.Blobs;

namespace DocMgmt.Drive;

/// <summary>A SHA-256 as 64 lower-case hexadecimal digits.</summary>
public sealed class Sha256JsonConverter : JsonConverter<Sha256Hash>
{
    public override Sha256Hash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Sha256Hash.TryParse(reader.GetString(), out var hash)
            ? hash
            : throw new JsonException("A checksum is a SHA-256 of 64 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, Sha256Hash value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
