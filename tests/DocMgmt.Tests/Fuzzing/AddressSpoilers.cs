using System.Text.RegularExpressions;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Wrong methods, paths and parameters.</summary>
internal static partial class AddressSpoilers
{
    private static readonly string[] Tails = ["/", "//", "/.", "/..", "/%2e%2e/", "/%2F", "%00", "%", "%zz", "%ff", "%c0%af", ";a=b", "%20", "/x", "\\", "%5c..", "?", "#x", "%0d%0aX-Evil:%201", "/é", "*"];

    public static readonly Action<Draft, Random>[] All =
    [
        (draft, random) => draft.Path = Digits().Replace(draft.Path, _ => Uri.EscapeDataString(random.Pick(Nasty.Numbers))),
        (draft, random) => draft.Path = Digits().Replace(draft.Path, _ => random.Pick(["1", "%31", "+1", "%201", "1%20", "1%00", "-1", "9223372036854775807", "9223372036854775808", "１"])),
        (draft, random) => draft.Path += random.Pick(Tails),
        (draft, random) => draft.Path = random.Pick(["/", "//", "*", "", "/v1", "/V1/ITEMS", "/v1//items", "/v1/./items", "/v1/%69tems", "/v1/items/by-path/", "http://other.example/v1/items", "/..", "/v1/../v1/users/me", "/v2/items", "/openapi/v2.json", "/openapi/..%2f.yaml", "/docs/..%2f..%2fetc/passwd", "/health/", draft.Path.ToUpperInvariant()]),
        (draft, random) => draft.Method = random.Pick(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "QUERY"]),
        (draft, random) => draft.Query.Replace(random, q => $"{q.Split('=')[0]}={Text(random)}"),
        (draft, random) => draft.Query.Replace(random, q => $"{q.Split('=')[0]}={Text(random)}"),
        (draft, random) => draft.Query.Replace(random, q => $"{q.Split('=')[0]}={Uri.EscapeDataString(random.Pick(Nasty.Numbers))}"),
        (draft, random) => draft.Query.Replace(random, q => $"{q.Split('=')[0]}{random.Pick(["", "=", "==", "=%", "=%zz", "=%00", "=%ff", "=%ed%a0%80", "[]=1", "=a+b", "=&&&=", "%00=1"])}"),
        (draft, random) => { if (draft.Query.Count > 0) draft.Query.Add(random.Pick(draft.Query)); },
        (draft, random) => { if (draft.Query.Count > 0) draft.Query.RemoveAt(random.Next(draft.Query.Count)); },
        (draft, random) => draft.Query.Add(random.Pick(["unknown=1", "page=2&page=3", "cursor=x", "page_size=0", "page=-1", "$filter=1", "=", "a", "version=x", "on_conflict=both", "checksum=x", string.Join('&', Enumerable.Repeat("x=1", 1_100))])),
        (draft, random) => AddKnown(draft, random),
        (draft, random) => AddKnown(draft, random),
    ];

    /// <summary>A parameter that the route knows, with a value that it should not have.</summary>
    private static void AddKnown(Draft draft, Random random)
    {
        var names = draft.Operation.Parameters.Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!).ToList();
        if (names.Count > 0) draft.Query.Add($"{random.Pick(names)}={(random.Next(2) == 0 ? Text(random) : Uri.EscapeDataString(random.Pick(Nasty.Numbers)))}");
    }

    private static string Text(Random random) => Uri.EscapeDataString(random.Pick(Nasty.Texts));

    [GeneratedRegex(@"(?<=/)\d+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Digits();
}
