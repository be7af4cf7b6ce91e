using System.Text.Encodings.Web;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Model.Steps;

namespace DocMgmt.Tests.Model;

/// <summary>What answers tell, and what is told of a run that fails.</summary>
internal sealed partial class Run
{
    private const int Remembered = 20;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Queue<string> last = new();

    /// <summary>How often each operation came out how.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>Learns the ids of what was made, and holds the answer against the model.</summary>
    private async Task ShowAsync(int user, Done done, JsonElement answer)
    {
        var node = drives.Find(done.Item!.Value)!;
        if (done.Made) ids.Learn(Kind.Item, node.Key, answer.Id());
        if ((done.Made || done.Version is not null) && node.Current is { } current) ids.Learn(Kind.Version, current.Key, answer.GetProperty("current_version_id").GetInt64());
        if (done.Made && node.IsFolder) await LearnInsideAsync(user, node);
        if (Shown.Item(answer) != shown.Item(drives, user, node)) Fail($"The answer shows\n  {Shown.Item(answer)}\nand the model\n  {shown.Item(drives, user, node)}");
    }

    /// <summary>Of a copied folder: both trees are listed by name.</summary>
    private async Task LearnInsideAsync(int user, Node folder)
    {
        var children = drives.Children(folder).ToDictionary(c => c.Name, StringComparer.Ordinal);
        if (children.Count == 0) return;
        foreach (var item in (await users[user].GetJsonAsync($"/v1/items?parent_id={ids.Of(folder.Key)}&page_size=100")).GetProperty("data").EnumerateArray())
        {
            if (!children.TryGetValue(item.Text("item_name"), out var child)) Fail($"{item} should not be there.");
            ids.Learn(Kind.Item, child!.Key, item.Id());
            if (child.Current is { } current) ids.Learn(Kind.Version, current.Key, item.GetProperty("current_version_id").GetInt64());
            if (child.IsFolder) await LearnInsideAsync(user, child);
        }

        if (children.Values.FirstOrDefault(c => !ids.Know(c.Key)) is { } missing) Fail($"{missing.Name} should be there.");
    }

    /// <summary>Tags that were made by the way are told by what carries them.</summary>
    private async Task LearnTagsAsync()
    {
        foreach (var tag in drives.Tags.Where(t => !ids.Know(t.Key)).ToList())
        {
            if (drives.Nodes.FirstOrDefault(n => n.Tags.Contains(tag.Key) && drives.IsLive(n)) is not { } carrier) continue;
            var carried = (await users[tag.Drive].GetJsonAsync($"/v1/items/{ids.Of(carrier.Key)}/tags")).EnumerateArray().FirstOrDefault(t => t.Text("name") == tag.Name);
            if (carried.ValueKind == JsonValueKind.Undefined) Fail($"Item {ids.Of(carrier.Key)} should carry {tag.Name}.");
            ids.Learn(Kind.Tag, tag.Key, carried.Id());
        }
    }

    private void Note(Step step, string what, string outcome, string? way)
    {
        last.Enqueue($"{++count}: {what} → {outcome}");
        if (last.Count > Remembered) last.Dequeue();
        var kind = $"{step.GetType().Name} {outcome} {way}";
        Outcomes[kind] = Outcomes.GetValueOrDefault(kind) + 1;
    }

    private static string Text(object? body) => body switch { null => "", byte[] bytes => $"{bytes.Length} bytes", _ => JsonSerializer.Serialize(body, Readable) };

    private void Fail(string why) => Assert.Fail(
        $"seed {seed}, operation {count} (again with MODEL_SEED={seed}; users {string.Join(", ", users.Select((u, n) => $"{n} is {u.Id}"))}):\n{why}\n\nThe last operations:\n{string.Join('\n', last)}");
}
