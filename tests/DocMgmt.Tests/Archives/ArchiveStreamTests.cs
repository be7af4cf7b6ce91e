using System.IO.Compression;
using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>An archive is sent while it is made.</summary>
public class ArchiveStreamTests(Api api)
{
    private static readonly string[] Own = ["date", "x-request-id", "transfer-encoding"];

    [Fact]
    public async Task It_begins_before_a_content_is_read_and_holds_no_connection_to_the_database_meanwhile()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var (top, content, reads) = (await alice.CreateFolderAsync("top"), TestUser.NewContent(), new TaskCompletionSource());
        await alice.UploadAsync("a", content, top);
        HookedStore.Of(service).Opening = (_, ct) => reads.Task.WaitAsync(TimeSpan.FromSeconds(15), ct);

        using var response = await alice.Http.GetAsync(new Uri($"/v1/items/{top}/archive", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Content.Headers.ContentLength);
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>( // but this one
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'docmgmt' AND state <> 'idle'") == 1);
        reads.SetResult();
        Assert.Equal(["top/", "top/a"], (await Archiving.UnpackAsync(response, "zip")).Names());
    }

    [Fact]
    public async Task What_fails_on_the_way_is_broken_off_and_never_looks_whole()
    {
        foreach (var format in new[] { "zip", "tar" })
        {
            await using var service = await api.StartAsync(HookedStore.Add);
            var alice = await service.NewUserAsync();
            var top = await alice.CreateFolderAsync("top");
            await alice.UploadAsync("a", [1], top);
            await PlantedFiles.PlantAsync(service, top, 1_500);
            HookedStore.Of(service).Opening = (_, _) => service.ExecuteAsync("ALTER TABLE folders RENAME TO lost");

            await Assert.ThrowsAsync<HttpRequestException>(() => alice.GetAsync($"/v1/items/{top}/archive?format={format}"));

            await service.ExecuteAsync("ALTER TABLE lost RENAME TO folders");
        }
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_it_and_is_no_error()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var opened = 0;
        foreach (var n in Enumerable.Range(0, 40)) await alice.UploadAsync($"{n}.bin", TestUser.NewContent(1_000_000), top);
        HookedStore.Of(service).Opening = (_, _) =>
        {
            Interlocked.Increment(ref opened);
            return Task.CompletedTask;
        };
        await using var request = await RawRequest.StartAsync(alice, "GET", $"/v1/items/{top}/archive");
        Assert.Equal(200, await request.StatusAsync());
        await Eventually.IsTrueAsync(() => opened > 1);

        request.Break();
        await service.StopAsync(); // once what it serves is over

        Assert.InRange(opened, 2, 39);
        Assert.True(service.Errors.Lines.IsEmpty, string.Join('\n', service.Errors.Lines));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?format=tar")]
    [InlineData("?format=rar")]
    public async Task Head_is_get_without_the_body(string query)
    {
        var alice = await api.NewUserAsync();
        var path = $"/v1/items/{await alice.CreateFolderAsync("Résumé")}/archive{query}";

        var get = await alice.GetAsync(path);
        var head = await alice.SendAsync(HttpMethod.Head, path, null, null);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(Headers(get), Headers(head));
    }

    [Fact]
    public async Task An_answer_says_what_it_is()
    {
        var alice = await api.NewUserAsync();

        var response = await alice.GetAsync($"/v1/items/{await alice.CreateFolderAsync("Résumé \\ 1")}/archive");

        Assert.Equal("attachment; filename=\"R_sum_ _ 1.zip\"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%5C%201.zip", response.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("none", response.Headers.AcceptRanges.Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Theory]
    [InlineData("text/plain", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("image/svg+xml", false)]
    [InlineData("image/bmp", false)]
    [InlineData("audio/wav", false)]
    [InlineData("image/jpeg", true)]
    [InlineData("video/mp4", true)]
    [InlineData("audio/mpeg", true)]
    [InlineData("application/zip", true)]
    [InlineData("application/pdf", true)]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", true)]
    [InlineData("font/woff2", true)]
    public async Task What_is_compressed_already_is_stored(string mimeType, bool stored)
    {
        var alice = await api.NewUserAsync();
        var content = new byte[100_000];
        var file = (await (await alice.PutContentAsync("a", content, mimeType: mimeType)).SucceededAsync()).Id();

        using var response = await alice.PostAsync("/v1/archive", new { item_ids = new[] { file } });
        using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync());

        Assert.Equal(content.Length, archive.Entries.Single().Length);
        Assert.Equal(stored, archive.Entries.Single().CompressedLength == content.Length);
    }

    private static IEnumerable<string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers.NonValidated.Select(h =>
            KeyValuePair.Create(h.Key, (IEnumerable<string>)h.Value)))
        .Where(h => !Own.Contains(h.Key.ToLowerInvariant())).Select(h => $"{h.Key.ToLowerInvariant()}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);
}
