using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Audit;

/// <summary>A download is one that reveals content: what a condition or a range rules out does not, nor does HEAD.</summary>
public class DownloadEventTests(Api api)
{
    [Theory]
    [InlineData("GET", 200, 1)]
    [InlineData("HEAD", 200, 0)]
    [InlineData("GET", 206, 1, "Range", "bytes=0-1")]
    [InlineData("GET", 206, 1, "Range", "bytes=0-1,500-501")]
    [InlineData("GET", 416, 0, "Range", "bytes=1000-")]
    [InlineData("GET", 304, 0, "If-None-Match", "*")]
    [InlineData("GET", 304, 0, "If-None-Match", "*", "Range", "bytes=0-1")]
    [InlineData("GET", 412, 0, "If-Match", "\"other\"")]
    [InlineData("GET", 200, 1, "If-Range", "\"other\"", "Range", "bytes=1000-")]
    public async Task Only_what_reveals_content_is_told_as_a_download(string method, int status, int told, params string[] headers)
    {
        var alice = await api.NewUserAsync();
        var file = await alice.UploadAsync("a.bin", TestUser.NewContent());

        var (response, id) = await alice.Http.AskAsync(new(method), $"/v1/files/{file.Id()}/download", change: request =>
        {
            foreach (var header in headers.Chunk(2)) request.Headers.TryAddWithoutValidation(header[0], header[1]);
        });

        Assert.Equal(status, (int)response.StatusCode);
        var (_, later) = await alice.Http.AskAsync(HttpMethod.Get, $"/v1/items/{file.Id()}");
        await Eventually.IsTrueAsync(async () => (await api.Service.EventsAsync(later)).Count == 1); // events are written in their order
        var events = await api.Service.EventsAsync(id);
        Assert.Single(events);
        Assert.All(events, e => Assert.Equal((told == 1 ? "download" : "read", file.Id(), file.GetProperty("version_id").GetInt64()),
            (e.Action, e.ItemId, e.Metadata.GetProperty("version_id").GetInt64())));
    }

    [Fact]
    public async Task In_strict_mode_no_byte_is_sent_before_the_download_is_told()
    {
        await using var service = await api.StartAsync("Audit__Reads=Strict");
        var alice = await service.NewUserAsync();
        var content = TestUser.NewContent();
        var file = await alice.UploadAsync("a.bin", content);
        await using var holder = await Holder.OfAsync(service, "LOCK TABLE events IN SHARE MODE");

        var download = alice.Http.GetAsync(new Uri($"/v1/files/{file.Id()}/download", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%COPY events%'") == 1);

        Assert.False(download.IsCompleted);
        await holder.CommitAsync();
        Assert.Equal(content, await (await download).Content.ReadAsByteArrayAsync());
    }
}
