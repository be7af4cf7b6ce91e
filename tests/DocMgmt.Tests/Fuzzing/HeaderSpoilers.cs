using System.Text;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Wrong tokens, types and conditions.</summary>
internal static class HeaderSpoilers
{
    public static readonly Action<Draft, Random>[] All =
    [
        (draft, random) => draft.Headers.Add(random.Pick(Nasty.Conditions)),
        (draft, random) => draft.Headers.Add(random.Pick(Nasty.Conditions)),
        (draft, random) => draft.Headers.Add(random.Pick(Nasty.Conditions)),
        (draft, random) => draft.Headers.Add(random.Pick(Nasty.Conditions)),
        (draft, random) => draft.Headers.Add($"Idempotency-Key: {random.Pick(["one", "two", new string('k', 255), new string('k', 256), "a\tb", "\u007f"])}"),
        (draft, _) => { draft.ContentType = null; },
        (draft, random) => draft.ContentType = random.Pick(Nasty.MediaTypes),
        (draft, random) => draft.ContentType = random.Pick(Nasty.MediaTypes),
        (draft, _) => Authorize(draft, null),
        (draft, random) => Authorize(draft, random.Pick(["Bearer", "Bearer ", "Bearer ..", "Bearer a.b.c", "Basic YTpi", "bearer x y z", "Bearer " + new string('a', 9_000), "Bearer é.é.é", "Bearer eyJ.eyJ.", "Bearer a.b.c.d.e", "Negotiate", ""])),
        (draft, random) => Authorize(draft, Bearer(draft) is { } token ? $"Bearer {Tampered(token, random)}" : "Bearer x"),
        (draft, _) => Authorize(draft, Bearer(draft) is { } token ? $"Bearer {Base64("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}." : "Bearer x"),
        (draft, _) => Authorize(draft, Bearer(draft) is { } token ? $"Bearer {token.Split('.')[0]}.{Base64("""{"sub":"1","exp":1}""")}.{token.Split('.')[2]}" : "Bearer x"),
        (draft, _) => Authorize(draft, $"Bearer {draft.Actor?.ExpiredToken}"),
        (draft, _) => { if (Bearer(draft) is { } token) { draft.Headers.Add($"Authorization: Bearer {token}"); draft.Actor = null; } },
    ];

    private static string? Bearer(Draft draft) => draft.Headers.Find(h => h.StartsWith("Authorization: Bearer ", StringComparison.Ordinal))?["Authorization: Bearer ".Length..] is { } token && token.Count(c => c == '.') == 2 ? token : null;

    private static void Authorize(Draft draft, string? value)
    {
        draft.Headers.RemoveAll(h => h.StartsWith("Authorization:", StringComparison.Ordinal));
        draft.Actor = null;
        if (value is not null) draft.Headers.Add($"Authorization: {value}");
    }

    private static string Tampered(string token, Random random)
    {
        var text = token.ToCharArray();
        text[random.Next(text.Length)] = random.Pick("AZaz09-_.".ToCharArray());
        return new(text);
    }

    private static string Base64(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
