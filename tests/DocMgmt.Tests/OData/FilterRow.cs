using System.Text;
using System.Text.Json;

namespace DocMgmt.Tests.OData;

/// <summary>An item as its JSON shows it, with the comparisons of OData 4.01 in C#. Null is null: no value, or a condition that is neither true nor false.</summary>
internal sealed class FilterRow(JsonElement json)
{
    public long Id { get; } = json.GetProperty("id").GetInt64();
    public IReadOnlyList<string> Tags { get; } = [.. json.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!)];

    public string? Text(string name) => json.GetProperty(name).GetString();
    public long? Number(string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;
    public DateTimeOffset Time(string name) => json.GetProperty(name).GetDateTimeOffset();
    public bool Flag(string name) => json.GetProperty(name).GetBoolean();

    /// <summary>eq and ne know null; with the others it is false, whatever the other side is.</summary>
    public static bool Compare<T>(string sign, T? left, T? right, Comparison<T> order)
    {
        if (left is null || right is null) return sign switch { "eq" => left is null && right is null, "ne" => left is null != right is null, _ => false };
        var compared = order(left, right);
        return sign switch { "eq" => compared == 0, "ne" => compared != 0, "gt" => compared > 0, "ge" => compared >= 0, "lt" => compared < 0, _ => compared <= 0 };
    }

    /// <summary>By code points, as UTF-8's bytes are.</summary>
    public static int Ordinal(string? left, string? right) => Encoding.UTF8.GetBytes(left!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right!));

    public static bool? And(bool? left, bool? right) => left & right;
    public static bool? Or(bool? left, bool? right) => left | right;
}
