using System.Text;
using System.Text.Json;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Wrong bodies: members that are missing, unknown or of the wrong type, and what is no JSON at all.</summary>
internal static class BodySpoilers
{
    private static readonly JsonSerializerOptions Escaping = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly Action<Draft, Random>[] All =
    [
        (draft, random) => draft.Members?.RemoveAll(_ => random.Next(3) == 0),
        (draft, random) => draft.Members?.Add((random.Pick(["unknown", "Item_Name", "itemName", "$type", "__proto__", "", "\\u0000", "a\\ud800"]), random.Pick(Nasty.Json))),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, "null")),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, random.Pick(Nasty.Json))),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, random.Pick(Nasty.Numbers))),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, random.Pick(Nasty.Numbers))),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, JsonSerializer.Serialize(random.Pick(Nasty.Texts), Escaping))),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, JsonSerializer.Serialize(random.Pick(Nasty.Texts), Escaping))),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name, $"\"{random.Pick(["\\ud800", "a\\udfff", "\\u0000", "\\ud83d\\ud83d", "\\u202e\\u0000"])}\"")),
        (draft, random) => draft.Members?.Replace(random, m => (m.Name.ToUpperInvariant(), m.Json)),
        (draft, random) => { if (draft.Members is { Count: > 0 } members) members.Add(random.Pick(members)); },
        (draft, random) => { if (draft.Settle() is { Length: > 0 } body) draft.Body = body[..random.Next(body.Length)]; },
        (draft, random) => { if (draft.Settle() is { Length: > 0 } body) body[random.Next(body.Length)] = (byte)random.Next(256); },
        (draft, random) => { if (draft.Settle() is { } body) draft.Body = [.. body, .. Encoding.UTF8.GetBytes(random.Pick(["x", "{}", "\0", "]", " ", "//", ","]))]; },
        (draft, _) => { if (draft.Settle() is { } body) draft.Body = [0xEF, 0xBB, 0xBF, .. body]; },
        (draft, _) => { if (draft.Settle() is { } body) draft.Body = Encoding.Convert(Encoding.UTF8, Encoding.Unicode, body); },
        (draft, _) => (draft.Members, draft.Body, draft.ContentType) = (null, null, null),
        (draft, random) => Whole(draft, random.Pick(Nasty.Json)),
        (draft, random) => Whole(draft, random.Pick(["", " ", "{", "{\"a\"", "[", "\"", new string('[', 10_000), new string('{', 5_000), string.Concat(Enumerable.Repeat("{\"a\":", 2_000)), "{\"item_name\":" + new string('9', 5_000) + "}"])),
        (draft, random) => Whole(draft, random.Next(20) == 0 ? $"{{\"item_name\":\"{new string('x', 1 << 20)}\"}}" : "{}"),
        (draft, random) => Form(draft, random.Pick(["", "--boundary", "--boundary--", "--boundary\r\n\r\n\r\n--boundary--\r\n", "--boundary\r\nContent-Disposition: form-data\r\n\r\nx\r\n--boundary--\r\n",
            "--boundary\r\nContent-Disposition: form-data; name=\"parent_id\"\r\n\r\n99999999999999999999\r\n--boundary--\r\n", "--boundary\r\nContent-Disposition: form-data; name=file; filename=\"\"\r\n\r\nx\r\n--boundary--\r\n",
            "--boundary\r\nContent-Disposition: form-data; name=file; filename*=UTF-8''%ff%00\r\nContent-Type: é\r\n\r\nx\r\n--boundary--\r\n", "--boundary\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\nContent-Type: nonsense\r\n\r\nx",
            "--boundary\r\nContent-Disposition: form-data; name=item_name\r\n\r\n\0\r\n--boundary\r\nContent-Disposition: form-data; name=file; filename=x\r\n\r\nx\r\n--boundary--\r\n", "--boundary\r\n" + new string('x', 20_000)])),
    ];

    private static void Whole(Draft draft, string json)
    {
        if (draft.Settle() is not null) draft.Body = Encoding.UTF8.GetBytes(json);
    }

    private static void Form(Draft draft, string form)
    {
        if (draft.ContentType?.StartsWith("multipart", StringComparison.Ordinal) is true) draft.Body = Encoding.UTF8.GetBytes(form);
    }
}
