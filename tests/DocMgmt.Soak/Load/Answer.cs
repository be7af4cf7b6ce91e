using System.Text.Json;

namespace DocMgmt.Soak.Load;

/// <summary>What came back; status 0 when nothing did.</summary>
/// <param name="Body">Undefined where there was none, or bytes.</param>
/// <param name="Bytes">Of a download.</param>
internal sealed record Answer(int Status, JsonElement Body = default, byte[]? Bytes = null, bool RetryAfter = false)
{
    public static readonly Answer None = new(0);

    public bool Done => Status is >= 200 and < 300;

    /// <summary>Whether the request may have done something or not.</summary>
    public bool IsOpen => Status is 0 or >= 500;

    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public long Id => Long("id");
    public long Long(string member) => Body.GetProperty(member).GetInt64();
    public string? Text(string member) => Body.GetProperty(member).GetString();
    public bool Flag(string member) => Body.GetProperty(member).GetBoolean();

    public override string ToString() => Status == 0 ? "no answer" : Code is { } code ? $"{Status} {code}" : $"{Status}";
}
