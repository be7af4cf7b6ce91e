using System.Net;
using DocMgmt.Blobs;
using DocMgmt.Blobs.S3;
using DocMgmt.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace DocMgmt.Tests.S3;

/// <summary>A store that answers errors, slowly, or not to the end.</summary>
public sealed class S3FaultTests(Api api)
{
    /// <summary>Whatever happens to a request once happens to nobody who uses the store.</summary>
    [Theory]
    [InlineData(Fault.Broken)]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.AnswerCut)]
    [InlineData(Fault.Slow)]
    public async Task What_fails_once_is_done_again(Fault fault)
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        using var store = new S3BlobStore(await S3Server.Instance.NewBucketAsync(proxy.Address) with { PartBytes = 5 << 20, CopyBytes = 5 << 20 });
        await store.PrepareAsync(default);
        proxy.FailFirst(fault);

        foreach (var length in new[] { 1_000, 12_000_000 })
        {
            var content = TestUser.NewContent(length);
            var key = (await store.StageAsync(new MemoryStream(content), length, default)).Key;
            Assert.True(await store.PublishAsync(key, default));
            await store.UnstageAsync(key, default);
            Assert.Equal(content, await ReadAsync(store, key));
            Assert.Equal(length, await store.LengthAsync(key, default));

            var given = (await store.StageAsync(new MemoryStream(content), length, default)).Key;
            await store.DiscardAsync(given, default);
            Assert.False(await store.PublishAsync(given, default));
            Assert.Equal([key], await store.ListAsync(default).Select(o => o.Key!.Value).ToListAsync());
            await store.DeleteAsync(key, default);
            Assert.Null(await store.OpenAsync(key, default));
        }

        Assert.Empty(await store.ListStagedAsync(new(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc), default).ToListAsync());
    }

    [Theory]
    [InlineData(Fault.Broken)]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.Cut)]
    public async Task A_store_that_is_away_is_told_as_such_and_nothing_is_lost(Fault fault)
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        await using var service = await api.StartAsync([.. S3Server.Instance.Settings(proxy.Address), "Uploads__Mode=Proxy", "Downloads__Mode=Proxy"]);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.bin", content)).Id();
        var pending = await alice.AnnounceAsync("b.bin", TestUser.NewContent());
        service.Settle();

        proxy.Meet = _ => fault;
        foreach (var answer in new[]
        {
            await alice.PutContentAsync("c.bin", TestUser.NewContent()), await alice.GetAsync($"/v1/files/{file}/download"), await service.PutAsync(pending.Url, TestUser.NewContent()),
        })
        {
            await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        using var anybody = service.Anonymous();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await anybody.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
        Assert.Equal("failed", (await service.RunToEndAsync("integrity-scrub")).Text("state"));
        Assert.Equal("healthy", await service.StateAsync(content));

        proxy.Meet = _ => null;
        Assert.Equal(content, await alice.DownloadAsync(file));
        await alice.UploadAsync("c.bin", TestUser.NewContent());
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
        service.Settle();
        await service.DoctorAsync();
    }

    /// <summary>In the middle of an upload, at each of its requests.</summary>
    [Theory]
    [InlineData(Fault.Broken)]
    [InlineData(Fault.AnswerLost)]
    public async Task An_upload_that_the_store_breaks_off_anywhere_leaves_nothing_that_nobody_knows(Fault fault)
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        await using var service = await api.StartAsync([.. S3Server.Instance.Settings(proxy.Address), "Uploads__Mode=Proxy", "Downloads__Mode=Proxy"]);
        var alice = await service.NewUserAsync();
        foreach (var good in new[] { 0, 1, 3, 6 })
        {
            var (content, left) = (TestUser.NewContent(10_000_000), good);
            proxy.Meet = _ => Interlocked.Decrement(ref left) >= 0 ? null : fault;
            var answer = await alice.PutContentAsync($"{good}.bin", content);
            proxy.Meet = _ => null;
            service.Settle();

            if (!answer.IsSuccessStatusCode) await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            else Assert.Equal(content, await alice.DownloadAsync((await answer.JsonAsync()).Id()));
            await service.DoctorAsync();
        }
    }

    [Fact]
    public async Task A_write_that_is_answered_404_was_not_done()
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        using var store = new S3BlobStore(await S3Server.Instance.NewBucketAsync(proxy.Address) with { PartBytes = 5 << 20 });
        await store.PrepareAsync(default);
        proxy.Meet = request => HttpMethods.IsPut(request.Method) ? Fault.Absent : null;

        foreach (var length in new[] { 1_000, 12_000_000 })
            await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.StageAsync(new MemoryStream(TestUser.NewContent(length)), length, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.Pieces.WriteAsync(new MemoryStream([1]), 1, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.CheckAsync(default));
        proxy.Meet = request => HttpMethods.IsPost(request.Method) || HttpMethods.IsGet(request.Method) ? Fault.Absent : null;
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.StageAsync(new MemoryStream(TestUser.NewContent(12_000_000)), 12_000_000, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(async () => await store.ListAsync(default).AnyAsync());
    }

    [Fact]
    public async Task A_store_that_falls_silent_is_asked_again_and_then_told_as_away()
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        using var store = new S3BlobStore(await S3Server.Instance.NewBucketAsync(proxy.Address) with { LongestSilence = TimeSpan.FromMilliseconds(300) });
        await store.PrepareAsync(default);
        var content = TestUser.NewContent(1_000);
        var key = (await store.StageAsync(new MemoryStream(content), content.Length, default)).Key;
        Assert.True(await store.PublishAsync(key, default));

        proxy.Meet = request => HttpMethods.IsGet(request.Method) && request.Headers.Range != "bytes=999-999" ? Fault.Stalled : null;
        Assert.Equal(content, await ReadAsync(store, key));
        proxy.Meet = request => HttpMethods.IsGet(request.Method) ? Fault.Stalled : null;
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => ReadAsync(store, key).WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_bucket_that_is_gone_is_an_error_and_no_absent_blob_or_piece()
    {
        var options = await S3Server.Instance.NewBucketAsync();
        using var store = new S3BlobStore(options);
        var key = (await store.StageAsync(new MemoryStream([1]), 1, default)).Key;
        await store.PublishAsync(key, default);
        foreach (var name in new[] { $"blobs/{key}", $"staging/{key.Name}" }) await S3Server.Instance.Client.DeleteObjectAsync(options.Bucket, name);
        var piece = (await store.Pieces.WriteAsync(new MemoryStream([1]), 1, default)).Name;
        await store.Pieces.DeleteAsync(piece, default);
        Assert.Null(await store.OpenAsync(key, default));
        Assert.Null(await store.Pieces.OpenAsync(piece, default));

        await S3Server.Instance.Client.DeleteBucketAsync(options.Bucket);

        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.Pieces.OpenAsync(piece, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.Pieces.WriteAsync(new MemoryStream([1]), 1, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.OpenAsync(key, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.LengthAsync(key, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.CheckAsync(default));
    }

    [Fact]
    public async Task Wrong_keys_are_told_at_the_start()
    {
        var options = await S3Server.Instance.NewBucketAsync();
        using var store = new S3BlobStore(options with { SecretKey = "another secret" });

        Assert.Contains("Forbidden", (await Assert.ThrowsAsync<BlobStoreRefusedException>(() => store.PrepareAsync(default))).Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadAsync(S3BlobStore store, BlobKey key)
    {
        await using var stored = await store.OpenAsync(key, default);
        var read = new MemoryStream();
        await stored!.CopyToAsync(read);
        return read.ToArray();
    }
}
