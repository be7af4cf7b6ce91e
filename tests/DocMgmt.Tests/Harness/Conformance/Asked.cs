using System.Collections.Concurrent;

namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>Which operations the requests of one test were about, such as <c>GET /v1/items/{id}</c>.</summary>
internal static class Asked
{
    private static readonly AsyncLocal<ConcurrentDictionary<string, bool>?> Current = new();

    /// <summary>Notes them from here on; they are the keys.</summary>
    public static ConcurrentDictionary<string, bool> Note() => Current.Value = new(StringComparer.Ordinal);

    public static void Add(Operation? operation)
    {
        if (operation is not null) Current.Value?.TryAdd($"{operation.Method} {operation.Path}", true);
    }
}
