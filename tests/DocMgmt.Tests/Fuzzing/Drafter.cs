using System.Net.Http.Headers;
using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Makes requests that are as they should be: the document's examples, about things that are there.</summary>
internal sealed class Drafter(ApiDescription api, World world)
{
    public Draft Draft(Operation operation, Random random)
    {
        var draft = new Draft(operation) { From = $"127.{random.Next(1, 250)}.{random.Next(250)}.{random.Next(1, 250)}" };
        var actor = world.Actors[operation.Path.Contains("/admin", StringComparison.Ordinal) && random.Next(4) > 0 ? 2 : random.Next(3)];
        var content = world.Contents[random.Next(16) == 0 ? 3 : random.Next(3)];
        if (operation.NeedsToken || random.Next(5) == 0)
        {
            draft.Actor = actor;
            draft.Headers.Add($"Authorization: Bearer {actor.User.AccessToken}");
        }

        Address(draft, actor, content, random);
        foreach (var (name, value) in Tus.HeadersOf(operation, content).Where(_ => random.Next(10) > 0)) draft.Headers.Add($"{name}: {value}");
        if (operation.Bodies.Select(b => (JsonProperty?)b).FirstOrDefault() is { } body) Fill(draft, body, actor, content, random);
        return draft;
    }

    private void Address(Draft draft, Actor actor, byte[] content, Random random)
    {
        var operation = draft.Operation;
        draft.Path = operation.Path;
        foreach (var parameter in operation.Parameters)
        {
            var (name, place, example) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString(), parameter.GetProperty("example").ToString());
            var isRequired = parameter.TryGetProperty("required", out var required) && required.GetBoolean();
            var value = Value(name, example, operation, actor, content, random);
            if (place == "path") draft.Path = draft.Path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            else if (place == "query" && (isRequired || random.Next(3) == 0)) draft.Query.Add($"{name}={Uri.EscapeDataString(value)}");
            else if (place == "header" && random.Next(5) == 0) draft.Headers.Add($"{name}: {(name == "Idempotency-Key" ? $"key-{random.Next(30)}" : value)}");
        }

        if (operation.Path.EndsWith("/members/{user_id}", StringComparison.Ordinal) && world.Recall(actor, World.MemberPath, random) is { } member && random.Next(4) > 0) draft.Path = member;
        if (operation.Path.EndsWith("/{permission_id}", StringComparison.Ordinal) && world.Recall(actor, Memory.PermissionPath, random) is { } grant && random.Next(4) > 0) draft.Path = grant;

        if (operation.Path.EndsWith("/tus/{upload_id}", StringComparison.Ordinal) && world.Recall(actor, World.Drops(operation) ? World.DroppedUpload : World.ResumableUpload, random) is { } resumable && random.Next(4) > 0) draft.Path = resumable;

        if (operation.Path.EndsWith("/{link_id}", StringComparison.Ordinal) && world.Recall(actor, Memory.LinkPath, random) is { } managed && random.Next(4) > 0) draft.Path = managed;

        if (operation.Path.EndsWith("/{tag_id}", StringComparison.Ordinal) && world.Recall(actor, World.TagPath, random) is { } tag && random.Next(4) > 0) draft.Path = tag;

        if (operation.Path.Contains("/versions/{version_id}", StringComparison.Ordinal) && world.Recall(actor, World.VersionPath, random) is { } version && random.Next(4) > 0)
            draft.Path = version + operation.Path[(operation.Path.LastIndexOf('}') + 1)..];

        // An address that an answer gave, signature and all, where it is one of this route's.
        if (world.Recall(actor, operation.Path == "/v1/files/{id}/content" ? "fetch_url" : "upload_url", random) is { } link && random.Next(4) > 0 && new Uri(link) is var url && api.Find(operation.Method, url.AbsolutePath)?.Path == operation.Path
            && operation.Path.Contains('{', StringComparison.Ordinal))
        {
            draft.Path = url.AbsolutePath;
            draft.Query.Clear();
            draft.Query.AddRange(url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private void Fill(Draft draft, JsonProperty body, Actor actor, byte[] content, Random random)
    {
        var schema = api.Resolve(body.Value.GetProperty("schema"));
        if (schema.TryGetProperty("oneOf", out var choices)) schema = choices.EnumerateArray().Select(api.Resolve).Single(c => c.TryGetProperty("properties", out _)); // a body that may be left out
        if (body.Name == "multipart/form-data")
        {
            using var form = new MultipartFormDataContent("boundary");
            foreach (var field in body.Value.GetProperty("example").EnumerateObject().Where(f => f.Name != "file" && random.Next(4) > 0))
                form.Add(new StringContent(Value(field.Name, field.Value.ToString(), draft.Operation, actor, content, random)) { Headers = { ContentType = null } }, $"\"{field.Name}\"");
            form.Add(new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "\"file\"", "\"report.pdf\"");
            using var bytes = new MemoryStream();
            form.CopyTo(bytes, null, CancellationToken.None);
            (draft.ContentType, draft.Body) = ("multipart/form-data; boundary=boundary", bytes.ToArray());
        }
        else if (body.Name == "application/json")
        {
            var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
            var example = body.Value.GetProperty("example");
            draft.ContentType = body.Name;
            draft.Members = [.. schema.GetProperty("properties").EnumerateObject().Where(p => required.Contains(p.Name) || random.Next(2) == 0)
                .Select(p => (p.Name, Json(example.TryGetProperty(p.Name, out var known) ? known : default, Value(p.Name, known.ToString(), draft.Operation, actor, content, random))))];
        }
        else
        {
            (draft.ContentType, draft.Body) = (draft.Operation.Path.Contains("/tus", StringComparison.Ordinal) ? "application/offset+octet-stream" : null, content);
        }
    }

    private static string Json(JsonElement example, string value) => example.ValueKind switch
    {
        JsonValueKind.Number when value.Length > 0 => value,
        JsonValueKind.String => JsonSerializer.Serialize(value),
        JsonValueKind.Array => value,
        JsonValueKind.Undefined => "null",
        _ => example.GetRawText(),
    };

    private string Value(string name, string example, Operation operation, Actor actor, byte[] content, Random random) => name switch
    {
        "item_name" => $"report{(random.Next(2) == 0 ? "" : $" {random.Next(200)}")}.pdf",
        "token" => world.Recall(actor, World.Drops(operation) ? World.DropToken : World.ReadToken, random) ?? example,
        "path" when operation.Path.StartsWith("/shared", StringComparison.Ordinal) => random.Next(2) == 0 ? "/report.pdf" : "/",
        "path" => random.Next(2) == 0 ? "/Work/report.pdf" : "/Work",
        "email" => random.Next(2) == 0 ? actor.User.Email : $"{random.NextInt64()}@example.com",
        "password" or "current_password" or "new_password" => TestService.Password,
        "size_bytes" => $"{content.Length}",
        "checksum" or "proof" => TestUser.Sha256(content),
        "cursor" => world.Recall(actor, "next_cursor", random) ?? example,
        "refresh_token" => world.Recall(actor, name, random) ?? example,
        "name" when operation.Path.Contains("/tags", StringComparison.Ordinal) => $"Tag {random.Next(200)}",
        "tag_ids" => $"[{world.Recall(actor, "tags", random) ?? "1"}]",
        "item_ids" => $"[{world.Recall(actor, operation.Path == "/v1/archive" ? "items" : "trashed", random) ?? "1"}]",
        _ when Ids.IsId(name) => world.Recall(actor, Ids.Of(name, operation.Path), random) ?? example,
        _ => example,
    };
}
