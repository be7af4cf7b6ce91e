using System.Net;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Tests.Rest;

public class ProblemTests(Api api)
{
    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/openapi/v2.json")]
    [InlineData("GET", "/openapi/v2.yaml")]
    [InlineData("POST", "/v1/items/by-path/x")]
    [InlineData("GET", "/v1/items/99999999999999999999")]
    public async Task An_unknown_route_is_not_found(string method, string path)
    {
        var alice = await api.NewUserAsync();
        using var nobody = api.Service.Anonymous();

        await (await alice.SendAsync(new(method), path, null, "key")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var request = new HttpRequestMessage(new(method), path);
        await (await nobody.SendAsync(request)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes()
    {
        var alice = await api.NewUserAsync();
        using var nobody = api.Service.Anonymous();

        var items = await alice.SendAsync(HttpMethod.Delete, "/v1/items", null, "key");
        var login = await nobody.GetAsync(new Uri("/v1/auth/login", UriKind.Relative));

        await items.IsProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["GET", "POST"], items.Content.Headers.Allow.Order(StringComparer.Ordinal));
        await login.IsProblemAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["POST"], login.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_an_unsupported_media_type()
    {
        var alice = await api.NewUserAsync();
        using var nobody = api.Service.Anonymous();
        var login = new Uri("/v1/auth/login", UriKind.Relative);

        await (await alice.SendAsync(HttpMethod.Post, "/v1/items", Text(), "key")).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await (await nobody.PostAsync(login, Text())).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await (await nobody.PostAsync(login, new ByteArrayContent("{}"u8.ToArray()))).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        static StringContent Text() => new("{}", null, "text/plain");
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_too_large()
    {
        var alice = await api.NewUserAsync();
        using var content = new StringContent($$"""{"item_name": "{{new string('x', 1 << 20)}}"}""", null, "application/json");

        await (await alice.SendAsync(HttpMethod.Post, "/v1/items", content, null)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_request_s_id_comes_back_or_a_new_one_if_it_is_none()
    {
        using var http = api.Service.Anonymous();
        var path = new Uri("/v1/users/me", UriKind.Relative);

        var (response, id) = await http.AskAsync(HttpMethod.Get, "/v1/users/me");
        var (strange, _) = await http.AskAsync(HttpMethod.Get, "/v1/users/me", change: r =>
        {
            r.Headers.Remove("X-Request-ID");
            r.Headers.TryAddWithoutValidation("X-Request-ID", new string('x', 129));
        });
        var none = await http.GetAsync(path);

        Assert.Equal(id, Assert.Single(response.Headers.GetValues("X-Request-ID")));
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(strange.Headers.GetValues("X-Request-ID")));
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(none.Headers.GetValues("X-Request-ID")));
        Assert.True(none.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(none.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_failure_of_ours_tells_the_client_nothing_but_the_trace_id_that_the_log_has_too()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        using var log = new ScopeLog();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await service.ExecuteAsync("ALTER TABLE items RENAME TO lost");

        var (response, id) = await alice.Http.AskAsync(HttpMethod.Post, "/v1/items", new { item_name = "x", type = "folder" },
            r => r.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        var problem = await response.IsProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", problem.Text("trace_id"));
        Assert.DoesNotContain("items", problem.GetRawText(), StringComparison.Ordinal);
        var line = Assert.Single(log.Lines, l => l.Contains("internal_error", StringComparison.Ordinal));
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", line, StringComparison.Ordinal);
        Assert.Contains(id, line, StringComparison.Ordinal);
    }
}
