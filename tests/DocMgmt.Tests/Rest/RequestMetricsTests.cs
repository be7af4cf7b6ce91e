using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

/// <summary>Alone: in one process a service that ends takes the instruments with it that others of the same name count with.</summary>
[Collection(nameof(Alone))]
public class RequestMetricsTests(Api api)
{
    [Fact]
    public async Task Requests_are_counted_by_route()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        await alice.GetJsonAsync($"/v1/items/{await alice.CreateFolderAsync("Work")}");
        using var visitor = service.Anonymous();

        await alice.DownloadAsync((await alice.UploadAsync("a.bin", TestUser.NewContent())).Id());

        var metrics = await visitor.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/v1/items/{id:long}\"", metrics, StringComparison.Ordinal);
        foreach (var counter in new[] { "docmgmt_uploads_total{deduplicated=\"false\"}", "docmgmt_received_bytes_total{}", "docmgmt_sent_bytes_total{}" })
            Assert.Contains(counter, metrics, StringComparison.Ordinal);
        Assert.Contains("db_client_connection_pool_name=\"docmgmt\"", metrics, StringComparison.Ordinal);
        Assert.All(metrics.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (HELP|TYPE) \w+ .*|\w+\{.*\} [-+0-9.eEInfNa]+)$", line));
    }
}
