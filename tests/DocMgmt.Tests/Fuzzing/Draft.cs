using System.Text;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>A request in the making: everything of it can still be spoilt.</summary>
internal sealed class Draft(Operation operation)
{
    public Operation Operation { get; } = operation;
    public string Method { get; set; } = operation.Method;

    /// <summary>Percent-encoded, as it will be sent.</summary>
    public string Path { get; set; } = "";

    public string Version { get; set; } = "HTTP/1.1";

    /// <summary>Names and values, percent-encoded.</summary>
    public List<string> Query { get; } = [];

    /// <summary>Lines without their ends. Host, Connection and Content-Length are added unless there are some.</summary>
    public List<string> Headers { get; } = [];

    /// <summary>The members of a JSON body, as they will be written; null for another body or none.</summary>
    public List<(string Name, string Json)>? Members { get; set; }

    public string? ContentType { get; set; }
    public byte[]? Body { get; set; }

    /// <summary>The address to come from, within 127/8.</summary>
    public string From { get; set; } = "127.9.9.9";

    /// <summary>Whether the access token that it bears is a good one, so that 401 means that somebody has ended its session.</summary>
    public Actor? Actor { get; set; }

    /// <summary>True for what is no HTTP any more: a server may hang up at it, or take what follows for another request.</summary>
    public bool IsBroken { get; set; }

    public string Target => Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query)}";

    /// <summary>Writes the members down, if that was not done yet.</summary>
    public byte[]? Settle()
    {
        if (Members is null) return Body;
        (Body, Members) = (Encoding.UTF8.GetBytes($"{{{string.Join(',', Members.Select(m => $"\"{m.Name}\":{m.Json}"))}}}"), null);
        return Body;
    }

    public byte[] ToBytes(string host)
    {
        Settle();
        var head = new StringBuilder($"{Method} {Target} {Version}\r\n");
        if (!Has("Host")) head.Append("Host: ").Append(host).Append("\r\n");
        if (ContentType is not null) head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        if (!Has("Connection")) head.Append("Connection: close\r\n"); // the answer's end is where it closes
        foreach (var line in Headers) head.Append(line).Append("\r\n");
        if (Body is not null && !Has("Content-Length") && !Has("Transfer-Encoding")) head.Append("Content-Length: ").Append(Body.Length).Append("\r\n");
        head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. Body ?? []];
    }

    private bool Has(string header) => Headers.Exists(h => h.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase));
}
