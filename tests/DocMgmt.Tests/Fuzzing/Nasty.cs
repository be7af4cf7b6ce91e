namespace DocMgmt.Tests.Fuzzing;

/// <summary>Values that programs stumble over.</summary>
internal static class Nasty
{
    public static readonly string[] Texts =
    [
        "", " ", ".", "..", "a/b", "\0", "a\0b", "\n", "\r\nX-Evil: 1", "\u0085", "\u200f\u202egpj.exe", "\ufeff", "\ufffe", "\uffff", "\u2028", "e\u0301", "\u1e9b\u0323", "ﷺ", "💥",
        "%00", "%2e%2e%2f", "..\\..", "'; DROP TABLE items; --", "{{7*7}}", "${jndi:x}", "<script>alert(1)</script>", "null", "true", "-1", "1e3", "NaN", "CON", "a:b",
        new('a', 255), new('a', 256), new('é', 127), new('é', 128), string.Concat(Enumerable.Repeat("💥", 64)), new string('/', 300), new('.', 255), new('a', 70_000), "\u0300" + new string('\u0301', 200), "a@b", "@", "x@" + new string('y', 260),
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-02-30", "2026-01-01T25:00:00+99:99", "0000-00-00T00:00:00Z", new('0', 64), new('g', 64), new('A', 63), "/", "//", "/Work", "/Work/../..",
    ];

    public static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "100", "101", "100000", "100001", "2147483647", "2147483648", "-2147483649", "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "99999999999999999999999999", "1.5", "1e3", "1E400", "-1e-400", "0.1", new('9', 400), "00", "+1", "0x10", "1_000", "١", "１", "Infinity", "1 ",
    ];

    /// <summary>JSON, some of it none.</summary>
    public static readonly string[] Json =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e999", "9223372036854775808", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "[]", "[null]", "{}", "{\"a\":{}}", "\"2026-01-01T00:00:00Z\"",
        "[[[[[[]]]]]]", "\"\\x\"", "'x'", "undefined", "NaN", "-", "01", "1.", "\"unterminated", "\"\t\"", "/* x */ 1", "\"\\u202e\"", "\"\\uffff\"", "\"9223372036854775807\"", "\"true\"",
    ];

    public static readonly string[] MediaTypes =
    [
        "", "text/plain", "application/json; charset=utf-16", "application/json;charset=\"utf-8\"", "application/json; charset=nonsense", "application/json; charset=", "application/json; charset=\"", "application/json;;;", "application/merge-patch+json",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"x", "multipart/form-data; boundary=x", "multipart/mixed; boundary=x", "a", "/", "*/*", "application/", "é/é", "application/json, text/plain", "APPLICATION/JSON", "text/html; charset=\"a\\\"b\"",
    ];

    /// <summary>For Range, conditions and the like.</summary>
    public static readonly string[] Conditions =
    [
        "Range: bytes=0-0", "Range: bytes=-1", "Range: bytes=5-1", "Range: bytes=99999999999999999999-", "Range: bytes=-0", "Range: bytes=", "Range: bytes=a-b", "Range: items=0-1", "Range: bytes=0-0,2-3,-1", "Range: bytes=9223372036854775807-9223372036854775807",
        "Range: bytes=" + "0-0,1-1,2-2,3-3,4-4,", "Range: bytes=0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-", "Range: bytes=1-0,0-0", "If-None-Match: *", "If-None-Match: \"", "If-None-Match: W/\"x\", \"y\", *", "If-None-Match: é", "If-Match: *", "If-Match: \"nothing\"", "If-Match: x",
        "If-Match: W/\"a\"", "If-Modified-Since: yesterday", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "If-Range: \"x\"", "If-Range: garbage", "If-Range: Thu, 01 Jan 1970 00:00:00 GMT", "If-Unmodified-Since: 1",
        "Repr-Digest: sha-256=:x:", "Repr-Digest: sha-256=", "Content-Digest: sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "Repr-Digest: md5=:x:, sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "Repr-Digest: ,,,", "Content-Digest: sha-256=:AAAA:",
        "Idempotency-Key: one", "Idempotency-Key: two", "Idempotency-Key: ", "Idempotency-Key: é", "Idempotency-Key: a, b", "X-Request-ID: ", "X-Request-ID: é", "X-Request-ID: a b", "traceparent: 00-0-0-0", "traceparent: 00-00000000000000000000000000000000-0000000000000000-00", "Accept: nothing/at-all", "Accept-Encoding: gzip;q=2, é",
        "Accept-Language: \u00ff", "Cookie: a=b; =; ;;", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil/..", "X-Forwarded-Proto: gopher", "X-HTTP-Method-Override: DELETE", "Content-Encoding: gzip", "User-Agent: \u0001", "User-Agent: é\u202e", "Origin: null", "Expect: 100-continue", "Expect: miracles",
        "Connection: close, Authorization", "Upgrade: h2c", "TE: trailers", "Max-Forwards: -1", "Content-Range: bytes 0-1/2", "Transfer-Encoding: identity",
    ];
}
