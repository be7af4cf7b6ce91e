using System.Text;
using static DocMgmt.Tests.Rest.BadInputWorld;

namespace DocMgmt.Tests.Rest;

/// <summary>Bodies that are not what a route takes, on every route that takes JSON.</summary>
public class BadInputBodyTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    private const string Invalid = "validation_failed", NoJson = "unsupported_media_type";

    /// <summary>A route that takes a new one is one more line; some of its members, of a wrong type and right.</summary>
    private static readonly (string Method, string Path, string WrongType, string Right)[] Routes =
    [
        ("POST", "/v1/auth/login", """{"email": 1, "password": "x"}""", """{"email": "a@example.com", "password": "x"}"""),
        ("POST", "/v1/auth/refresh", """{"refresh_token": []}""", """{"refresh_token": "x"}"""),
        ("POST", "/v1/auth/register", """{"email": {}, "password": "x"}""", """{"email": "a@example.com", "password": "x"}"""),
        ("PATCH", "/v1/users/me", """{"display_name": true}""", """{"display_name": "x"}"""),
        ("POST", "/v1/users/me/password", """{"current_password": 1, "new_password": "x"}""", """{"current_password": "x", "new_password": "y"}"""),
        ("POST", "/v1/admin/users", """{"email": "a@example.com", "password": "x", "storage_quota_bytes": "1"}""", """{"email": "a@example.com", "password": "x"}"""),
        ("PATCH", "/v1/admin/users/1", """{"disabled": "true"}""", """{"disabled": true}"""),
        ("POST", "/v1/items", """{"item_name": "x", "type": 1}""", """{"item_name": "x", "type": "folder"}"""),
        ("POST", "/v1/items/1/permissions", """{"permission_type": "owner", "user_id": 1}""", """{"user_id": 1, "permission_type": "read"}"""),
        ("PATCH", "/v1/items/1/permissions/1", """{"permission_type": 1}""", """{"permission_type": "read"}"""),
        ("POST", "/v1/items/1/transfer", """{"user_id": 1, "keep_access": "owner"}""", """{"keep_access": null, "email": "a@example.com"}"""),
        ("POST", "/v1/files/upload/initiate", """{"item_name": "x", "size_bytes": "1"}""", """{"item_name": "x", "size_bytes": 1}"""),
        ("POST", "/v1/files/upload/complete", """{"version_id": "1"}""", """{"version_id": 1}"""),
    ];

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var route in Routes) all.Add(route.Method, route.Path);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_not_the_JSON_that_a_route_takes_is_refused(string method, string path)
    {
        var (_, _, wrongType, right) = Routes.Single(r => (r.Method, r.Path) == (method, path));
        string[] bad =
        [
            "", "{", "nonsense", right[..^1], right + "x", "[]", "null", "1", "\"x\"", "{\"\\ud800\": 1}", wrongType,
            right[..^1] + ", \"colour\": \"red\"}", // unknown
            right[..^1] + ", " + right[1..], // each twice
            right.Replace("\"", "'"),
            "\u0000" + right,
        ];

        foreach (var body in bad) await IsRefusedAsync(400, Invalid, () => Json(method, path, body));
        await IsRefusedAsync(400, Invalid, () => Typed(method, path, [.. Encoding.UTF8.GetBytes(right[..^2]), 0xFF, .. "\"}"u8], "application/json"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_body_of_another_type_is_refused(string method, string path)
    {
        var right = Encoding.UTF8.GetBytes(Routes.Single(r => (r.Method, r.Path) == (method, path)).Right);

        foreach (var type in new[] { null, "text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "nonsense" })
            await IsRefusedAsync(415, NoJson, () => Typed(method, path, right, type));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_body_of_more_than_a_mebibyte_is_too_large(string method, string path)
    {
        var right = Routes.Single(r => (r.Method, r.Path) == (method, path)).Right;
        var large = Encoding.UTF8.GetBytes(right[..^1] + new string(' ', 1 << 20) + "}");

        foreach (var chunked in new[] { false, true })
        {
            await IsRefusedAsync(413, "body_too_large", () =>
            {
                var request = Typed(method, path, large, "application/json");
                request.Headers.TransferEncodingChunked = chunked;
                request.Headers.ExpectContinue = !chunked; // what is announced as too large is refused unread, which breaks who sends on
                return request;
            });
        }
    }

    [Fact]
    public async Task A_file_is_sent_as_a_form_or_as_bytes()
    {
        foreach (var type in new[] { null, "application/json", "text/plain", "multipart/mixed; boundary=b", "application/x-www-form-urlencoded" })
            await IsRefusedAsync(415, NoJson, () => Typed("POST", "/v1/files", "{}"u8.ToArray(), type));
        await IsRefusedAsync(400, "malformed_request", () => Typed("POST", "/v1/files", "{}"u8.ToArray(), "multipart/form-data"));
    }

    private static HttpRequestMessage Typed(string method, string path, byte[] body, string? type)
    {
        var request = Bytes(method, path, body);
        if (type is not null) request.Content!.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    /// <summary>Asked by an administrator, who may use all routes.</summary>
    private async Task IsRefusedAsync(int status, string code, Func<HttpRequestMessage> request) => await world.IsRefusedAsync(new(status, code, w => As(w.Stranger, request())));
}
