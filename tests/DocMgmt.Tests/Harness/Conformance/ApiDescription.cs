using System.Text.Json;

namespace DocMgmt.Tests.Harness.Conformance;

/// <summary>The OpenAPI document that a service serves.</summary>
internal sealed class ApiDescription
{
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static ApiDescription? known;

    private ApiDescription(JsonElement document)
    {
        Document = document;
        Operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => new Operation(this, operation.Name.ToUpperInvariant(), path.Name, operation.Value)))];
    }

    public JsonElement Document { get; }
    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The one of that service, which is that of all.</summary>
    public static async Task<ApiDescription> OfAsync(Uri service)
    {
        if (known is not null) return known;
        await OneAtATime.WaitAsync();
        try
        {
            using var http = new HttpClient();
            return known ??= new(JsonDocument.Parse(await http.GetStringAsync(new Uri(service, "/openapi/v1.json"))).RootElement);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>The operation that a request is about; null when the document has none.</summary>
    /// <param name="path">As sent, without the query.</param>
    public Operation? Find(string method, string path)
    {
        var segments = Segments(path).Select(Uri.UnescapeDataString).ToArray();
        return Operations.Where(o => o.Method == method && Fits(o, segments)).OrderBy(o => o.Path.Count(c => c == '{')).FirstOrDefault();
    }

    /// <summary>What a reference refers to; anything else as it is.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference)) return element;
        var found = Document;
        foreach (var part in reference.GetString()!.Split('/').Skip(1)) found = found.GetProperty(part);
        return found;
    }

    private static bool Fits(Operation operation, string[] segments)
    {
        var template = operation.Segments;
        return template.Count == segments.Length && template.Zip(segments).All(pair => pair.First is ['{', .. var name, '}']
            ? operation.TakesInPath(name, pair.Second)
            : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A slash at the end changes nothing.</summary>
    internal static string[] Segments(string path) => (path.EndsWith('/') ? path[..^1] : path).Split('/');
}
