using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Ids, tokens, cursors and addresses out of earlier answers, by their names; the latest few.</summary>
internal sealed class Memory
{
    /// <summary>A grant's address: its id alone leads nowhere without its item's.</summary>
    public const string PermissionPath = "permission_path";

    /// <summary>The same of a share link.</summary>
    public const string LinkPath = "link_path";

    private const int Kept = 40;
    private readonly Dictionary<string, List<string>> told = new(StringComparer.Ordinal);

    /// <summary>Something that answers told of under that name, often the latest, which is the likeliest to be there still; null when none did yet.</summary>
    public string? Recall(string name, Random random) => told.TryGetValue(name, out var values) ? values[random.Next(2) == 0 ? values.Count - 1 : random.Next(values.Count)] : null;

    public void Learn(string name, string value)
    {
        if (!told.TryGetValue(name, out var values)) told[name] = values = [];
        values.Remove(value); // what is told of often does not crowd out the rest
        values.Add(value);
        if (values.Count > Kept) values.RemoveAt(0);
    }

    /// <summary>Takes everything out of a good answer.</summary>
    public void Learn(Operation operation, JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Array) foreach (var item in answer.EnumerateArray()) Learn(operation, item);
        if (answer.ValueKind != JsonValueKind.Object) return;
        if (answer.TryGetProperty("item_name", out _) && answer.TryGetProperty("type", out var type) && answer.TryGetProperty("id", out var id)) Learn($"{type}s", $"{id}");
        if (answer.TryGetProperty("keep_access", out _) && answer.TryGetProperty("item_id", out var offered)) Learn("offers", $"{offered}");
        if (answer.TryGetProperty("trashed_at", out _) && answer.TryGetProperty("id", out var gone))
        {
            Learn("trashed", $"{gone}");
            Learn($"trashed_{answer.Text("type")}s", $"{gone}");
        }

        if (answer.TryGetProperty("usage_count", out _)) Learn("tags", $"{answer.Id()}");
        if (answer.TryGetProperty("item_id", out var about) && answer.TryGetProperty("granted_by", out _)) Learn(PermissionPath, $"/v1/items/{about}/permissions/{answer.Id()}");
        if (answer.TryGetProperty("item_id", out var linked) && answer.TryGetProperty("token", out _)) Learn(LinkPath, $"/v1/items/{linked}/share-links/{answer.Id()}");
        foreach (var member in answer.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array) Learn(operation, member.Value);
            else if (member.Value.ValueKind == JsonValueKind.Number && Ids.IsId(member.Name)) Learn(Ids.Of(member.Name, operation.Path), member.Value.GetRawText());
            else if (member.Value.ValueKind == JsonValueKind.String) Learn(member.Name, member.Value.GetString()!);
        }
    }
}
