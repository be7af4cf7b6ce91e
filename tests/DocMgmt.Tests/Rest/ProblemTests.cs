using System.Net;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Tests.Rest;

public class ProblemTests(Api api)
{
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
