using System.Globalization;
using System.Net;
using System.Text;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Reads the first whole answer out of what came over a connection until it was closed.</summary>
internal sealed class AnswerText(byte[] bytes)
{
    private int position;

    /// <summary>Null when there is none.</summary>
    public static (Answer Answer, string Text)? Read(byte[] bytes, string method)
    {
        var text = new AnswerText(bytes);
        (string Status, Dictionary<string, string> Headers) head;
        do
        {
            if (text.position >= bytes.Length) return null;
            head = text.Head();
        }
        while (head.Status.StartsWith("HTTP/1.1 1", StringComparison.Ordinal));

        var (status, headers) = head;
        var code = int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
        var body = method == "HEAD" || code is 204 or 304 ? [] : text.Body(headers);
        if (body is null) return null;
        var type = headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
        return (new((HttpStatusCode)code, type, headers.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase), type is "application/json" or Contract.ProblemType ? body : null),
            $"{status}\n{string.Join('\n', headers.Select(h => $"{h.Key}: {h.Value}"))}\n\n{Encoding.UTF8.GetString(body)}");
    }

    private (string Status, Dictionary<string, string> Headers) Head()
    {
        var status = Line();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var line = Line(); line.Length > 0; line = Line())
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return (status, headers);
    }

    /// <summary>Null when it is cut off: the connection broke, as it does when a client sends on after it was refused.</summary>
    private byte[]? Body(Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("Content-Length", out var length)) return Take(int.Parse(length, CultureInfo.InvariantCulture));
        if (!headers.ContainsKey("Transfer-Encoding")) return Take(bytes.Length - position);
        var body = new List<byte>();
        while (Size() is { } size)
        {
            if (size == 0) return [.. body];
            body.AddRange(Take(size));
            Line();
        }

        return null;
    }

    private int? Size() => int.TryParse(Line(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size) ? size : null;

    private byte[] Take(int length)
    {
        var taken = bytes[position..Math.Min(bytes.Length, position + length)];
        position += taken.Length;
        return taken;
    }

    private string Line()
    {
        var end = Array.IndexOf(bytes, (byte)'\n', position);
        if (end < 0) end = bytes.Length;
        var line = Encoding.UTF8.GetString(bytes, position, end - position).TrimEnd('\r');
        position = Math.Min(bytes.Length, end + 1);
        return line;
    }
}
