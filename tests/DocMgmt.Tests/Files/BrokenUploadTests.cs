using DocMgmt.Blobs.FileSystem;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Files;

/// <summary>Clients that stop in the middle, and clients that take their time.</summary>
public class BrokenUploadTests(Api api)
{
    [Fact]
    [Trait(TestStore.Trait, TestStore.Files)] // parts of a bucket have no names
    public async Task A_connection_that_breaks_leaves_at_most_a_partial_file_which_clean_up_removes()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var half = TestUser.NewContent(300_000);
        await using var broken = await RawRequest.StartAsync(alice, "PUT", "/v1/files/content?item_name=a.bin", "Content-Length: 600000");
        await broken.SendAsync(half);
        await Eventually.IsTrueAsync(() => service.Staging() is [var part] && new FileInfo(Path.Combine(service.DataDirectory, part)).Length >= HashingCopy.SmallestBuffer); // how much more depends on how its buffers grew

        broken.Break();
        await File.WriteAllTextAsync(Path.Combine(service.DataDirectory, "staging", "crashed.part"), "what a crash would have left");
        await Eventually.IsTrueAsync(() => service.Staging().Length == 1);

        Assert.Equal(0, await service.RunJobAsync("stale-uploads"));
        service.AgeStaging();
        Assert.Equal(1, await service.RunJobAsync("stale-uploads"));
        Assert.Empty(service.Staging());
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE parent_id IS NOT NULL"));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blobs"));
        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Empty(service.Errors.Lines);
    }

    [Fact]
    public async Task An_announced_upload_that_broke_off_is_sent_again()
    {
        var alice = await api.NewUserAsync();
        var content = TestUser.NewContent(300_000);
        var upload = await alice.AnnounceAsync("a.bin", content);
        await using var broken = await RawRequest.StartAsync(alice, "PUT", upload.Url.PathAndQuery, $"Content-Length: {content.Length}");
        await broken.SendAsync(content[..200_000]);

        broken.Break();

        await (await alice.Service.PutAsync(upload.Url, content)).SucceededAsync();
        Assert.Equal(content, await alice.DownloadAsync((await alice.VersionAsync(upload)).GetProperty("item_id").GetInt64()));
    }

    [Fact]
    public async Task Who_may_not_upload_is_told_before_any_byte()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");
        await alice.UploadAsync("a.bin", [1]);
        string[] head = ["Content-Length: 1000000", "Expect: 100-continue"];

        await using var stranger = await RawRequest.StartAsync(bob, "PUT", $"/v1/files/content?item_name=a.bin&parent_id={folder}", head);
        await using var taken = await RawRequest.StartAsync(alice, "PUT", "/v1/files/content?item_name=a.bin&on_conflict=fail", head);
        await using var welcome = await RawRequest.StartAsync(alice, "PUT", "/v1/files/content?item_name=b.bin", head);

        Assert.Equal(404, await stranger.StatusAsync());
        Assert.Equal(409, await taken.StatusAsync());
        Assert.Equal(100, await welcome.StatusAsync());
    }

    [Fact]
    [Trait(TestStore.Trait, TestStore.Files)] // parts of a bucket have no names
    public async Task Twenty_slow_uploads_hold_no_connection_to_the_database()
    {
        var database = new NpgsqlConnectionStringBuilder(await api.MigratedDatabaseAsync()) { MaxPoolSize = 8, Timeout = 5 };
        await using var service = await TestService.StartAsync(database.ConnectionString);
        var alice = await service.NewUserAsync();
        var content = TestUser.NewContent(200_000);
        var upload = await alice.AnnounceAsync("announced.bin", content);
        var slow = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => RawRequest.StartAsync(alice, "PUT",
            i < 10 ? $"/v1/files/content?item_name={i}.bin" : upload.Url.PathAndQuery, $"Content-Length: {content.Length}")));
        foreach (var request in slow) await request.SendAsync(content[..150_000]);
        await Eventually.IsTrueAsync(() => service.Staging().Length == 20);

        // The service's own short work may be in a transaction at any one moment; twenty uploads would be in all of them.
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'") == 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => alice.UploadAsync($"quick {i}.bin", TestUser.NewContent())));

        foreach (var request in slow) await request.SendAsync(content[150_000..]);
        for (var i = 0; i < slow.Length; i++)
        {
            Assert.Equal(i < 10 ? 201 : 200, await slow[i].StatusAsync());
            await slow[i].DisposeAsync();
        }
    }
}
