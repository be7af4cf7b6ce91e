using System.Text;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Lies about where a request ends, and what no HTTP library lets through.</summary>
internal static class FramingSpoilers
{
    public static readonly Action<Draft, Random>[] All =
    [
        (draft, random) => Broken(draft, $"Content-Length: {(draft.Settle()?.Length ?? 0) + random.Next(1, 1_000)}"),
        (draft, random) => Broken(draft, $"Content-Length: {random.Next((draft.Settle()?.Length ?? 0) + 1)}"),
        (draft, random) => Broken(draft, $"Content-Length: {random.Pick(["-1", "x", "", "9223372036854775807", "9223372036854775808", "1e3", "0x1", "+1", " 1 ", "1, 2", "1,1"])}"),
        (draft, _) => Broken(draft, "Content-Length: 1\r\nContent-Length: 2"),
        (draft, _) => Broken(draft, "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        (draft, random) => Chunked(draft, random.Pick(["5\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n", "5\r\nhello", "5\r\nhel", "ffffffffffffffff\r\nx", "7fffffffffffffff\r\nx", "-1\r\nx\r\n0\r\n\r\n", "x\r\n", "5;ext=\"a\"\r\nhello\r\n0\r\nTrailer: x\r\n\r\n", "", "5\nhello\n0\n\n", "00000000000000000005\r\nhello\r\n0\r\n\r\n"])),
        (draft, _) => { if (draft.Settle() is { Length: > 0 } body) Chunked(draft, $"{body.Length:x}\r\n{Encoding.Latin1.GetString(body)}\r\n0\r\n\r\n", Encoding.Latin1); },
        (draft, random) => Broken(draft, random.Pick(["Host: ", "Host: a..b", "Host: a b", "Host: é", "Host: x:99999", "Host: a\r\nHost: b", "Host: [::1", "Host: user@host", "Host: a/b", "Host: xn--a"])),
        (draft, random) => Broken(draft, random.Pick(["X-Evil: a\0b", "X-Evil", ": x", "X Evil: 1", " folded: 1", "X-Evil: a\r\n b", "X-Evil: a\nY: b", "X-Evil: a\rb", "X-É: 1", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, gzip", "Upgrade: websocket\r\nConnection: Upgrade", "Connection: keep-alive, close, x", "X-Long: " + new string('x', 40_000)])),
        (draft, _) => Broken(draft, string.Join("\r\n", Enumerable.Range(0, 150).Select(i => $"X-{i}: 1"))),
        (draft, random) => { draft.Version = random.Pick(["HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "HTTP/1", "http/1.1", "", "HTTP/1.1 x"]); draft.IsBroken = true; },
        (draft, random) => { draft.Method = random.Pick(["", " ", "G ET", "GET\t", "FOO", "CONNECT", new string('M', 5_000), "GÉT"]); draft.IsBroken = true; },
        (draft, random) => { draft.Path += random.Pick([" ", "\t", " x", "\u0001", new string('x', 100_000)]); draft.IsBroken = true; },
    ];

    private static void Broken(Draft draft, string lines)
    {
        draft.Headers.Add(lines);
        draft.IsBroken = true;
    }

    private static void Chunked(Draft draft, string body, Encoding? encoding = null)
    {
        draft.Settle();
        draft.Body = (encoding ?? Encoding.UTF8).GetBytes(body);
        Broken(draft, "Transfer-Encoding: chunked");
    }
}
