using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Pipeline;

/// <summary>The requests that a caller sends to one operation: about what is there for them and, in each place in turn, about what is not.</summary>
internal sealed class CanaryRequests(ApiDescription api, CanaryCaller caller, Operation operation, CanaryScene scene)
{
    private static readonly string[] Grantees = ["user_id", "group_id", "email"];

    private sealed record Slot(string Name, string Place, bool IsOptional, JsonElement Example)
    {
        /// <summary>Whether a good request has it. A folder is always said: without it everything would be about the caller's own drive.</summary>
        public bool IsUsual => !IsOptional || Name == "parent_id" || (Place == "body" && Example.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined));
    }

    /// <summary>Those that may change something for good come last.</summary>
    public async Task<IReadOnlyList<(string Text, HttpRequestMessage Request)>> DraftAsync()
    {
        var slots = Slots().ToList();
        var usual = new Dictionary<Slot, object>();
        foreach (var slot in slots.Where(s => s.IsUsual || (s.Place == "query" && Kind(s) is not null))) usual[slot] = await ValueAsync(slot);

        var drafts = new List<Dictionary<Slot, object>>();
        var ids = slots.Where(s => Kind(s) is not null).ToList();
        foreach (var slot in ids) drafts.AddRange(scene.Hidden(Kind(slot)!).Select(id => With(usual, slot, id)));
        drafts.Add(ids.Where(usual.ContainsKey).Aggregate(usual, (draft, slot) => With(draft, slot, scene.Hidden(Kind(slot)!)[^1])));
        foreach (var slot in slots)
        {
            if (slot.Name == "email" && slots.Exists(s => s.Name == "user_id")) drafts.Add(With(usual, slot, caller.World.Carol.Email));
            if (slot.Name is "checksum" or "proof") drafts.Add(With(usual, slot, caller.World.Hash));
            if (slot is { Name: "path", Place: "query" }) drafts.Add(With(usual, slot, "/canary-top/canary-file.bin"));
            if (slot.Name == "page_size") drafts.Add(With(usual, slot, 1));
        }

        drafts.Add(usual.Where(v => !v.Key.IsOptional || Kind(v.Key) is null).ToDictionary());
        drafts.Add(usual);
        var requests = new List<(string, HttpRequestMessage)>();
        foreach (var draft in drafts) requests.Add(await RequestAsync(draft));
        return requests;
    }

    private static Dictionary<Slot, object> With(Dictionary<Slot, object> draft, Slot slot, object value)
    {
        var other = Grantees.Contains(slot.Name) && slot.Place == "body" ? draft.Where(v => !Grantees.Contains(v.Key.Name)).ToDictionary() : new(draft);
        other[slot] = value;
        return other;
    }

    private IEnumerable<Slot> Slots()
    {
        foreach (var parameter in operation.Parameters.Where(p => p.GetProperty("in").GetString() != "header"))
            yield return new(parameter.Text("name"), parameter.Text("in"), !(parameter.TryGetProperty("required", out var required) && required.GetBoolean()), parameter.GetProperty("example"));
        if (Body is not { Name: "application/json" or "multipart/form-data" } body) yield break;
        var schema = api.Resolve(body.Value.GetProperty("schema"));
        if (schema.TryGetProperty("oneOf", out var choices)) schema = choices.EnumerateArray().Select(api.Resolve).Single(c => c.TryGetProperty("properties", out _)); // a body that may be left out
        var needed = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
            yield return new(property.Name, "body", !needed.Contains(property.Name), body.Value.GetProperty("example").TryGetProperty(property.Name, out var example) ? example : default);
    }

    private JsonProperty? Body => operation.Bodies.Select(b => (JsonProperty?)b).FirstOrDefault();

    private string? Kind(Slot slot) => CanaryScene.Kind(operation, slot.Name);

    private async Task<object> ValueAsync(Slot slot) => slot.Name switch
    {
        _ when Kind(slot) is { } kind => await scene.IdAsync(kind),
        "item_name" => $"{Guid.NewGuid()}",
        "email" => operation.Path.EndsWith("/login", StringComparison.Ordinal) ? caller.User.Email : AccountWorld.NewEmail(),
        "password" or "current_password" or "new_password" => TestService.Password,
        "refresh_token" => (await scene.SignInAsync()).RefreshToken,
        "upload_id" => await scene.ResumableAsync(byLink: operation.Path.StartsWith("/shared", StringComparison.Ordinal)),
        "token" => await scene.TokenAsync(operation.Path.Contains("/tus", StringComparison.Ordinal) || operation.Path.EndsWith("/content", StringComparison.Ordinal) || operation.Path.EndsWith("/upload", StringComparison.Ordinal)),
        "size_bytes" => scene.Content.Length,
        "checksum" => TestUser.Sha256(scene.Content),
        "path" => "/",
        "name" when slot.Place == "path" => "stale-uploads",
        "name" when operation.Path.Contains("/tags", StringComparison.Ordinal) => $"{Guid.NewGuid()}",
        _ => slot.Example,
    };

    private async Task<(string, HttpRequestMessage)> RequestAsync(Dictionary<Slot, object> draft)
    {
        var body = draft.Where(v => v.Key.Place == "body").ToDictionary(v => v.Key.Name, v => v.Key.Name == "files" ? new[] { new { item_id = v.Value } } : v.Key.Name.EndsWith("_ids", StringComparison.Ordinal) ? new[] { v.Value } : v.Value);
        var path = draft.Where(v => v.Key.Place == "path").Aggregate(operation.Path, (p, v) => p.Replace($"{{{v.Key.Name}}}", $"{v.Value}", StringComparison.Ordinal));
        var query = string.Join('&', draft.Where(v => v.Key.Place == "query").Select(v => $"{v.Key.Name}={Uri.EscapeDataString($"{v.Value}")}"));
        if (operation.Path.EndsWith("/upload/{version_id}/content", StringComparison.Ordinal)) query = (await scene.UploadAsync()).Url.Query.TrimStart('?');
        if (operation.Path == "/v1/files/{id}/content") query = await scene.FetchQueryAsync();
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), query.Length == 0 ? path : $"{path}?{query}");
        request.Headers.Authorization = new("Bearer", (operation.Id == "LogOut" ? await scene.SignInAsync() : caller.User).AccessToken);
        var text = Body?.Name == "application/json" ? JsonSerializer.Serialize(body) : "";
        request.Content = Body?.Name switch
        {
            null => null,
            "application/json" => new StringContent(text, null, "application/json"),
            "multipart/form-data" => Form(body),
            _ => Tus.Body(scene.Content),
        };
        foreach (var (name, value) in Tus.HeadersOf(operation, scene.Content)) request.Headers.Add(name, value);
        return ($"{request.Method} {request.RequestUri} {text}", request);
    }

    private MultipartFormDataContent Form(Dictionary<string, object> fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Where(f => f.Key != "file")) form.Add(new StringContent($"{value}"), name);
        form.Add(new ByteArrayContent(scene.Content), "file", $"{Guid.NewGuid()}");
        return form;
    }
}
