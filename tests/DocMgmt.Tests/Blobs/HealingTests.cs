using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>A content whose stored copy is lost or damaged comes back with its next upload, for all its versions.</summary>
public class HealingTests(Api api)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_upload_heals_every_version_of_a_lost_content(bool announced)
    {
        await using var service = await api.StartAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent());
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var key = await KeyAsync(service, content);
        File.Delete(Path.Combine(service.DataDirectory, "blobs", key));

        var second = announced ? await AnnouncedAsync(bob, content) : (await bob.UploadAsync("b.bin", content)).Id();

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.Equal(content, await bob.DownloadAsync(second));
        Assert.NotEqual(key, await KeyAsync(service, content));
        Assert.Equal(key, await service.ScalarAsync<string>("SELECT key FROM blob_deletions"));
        Assert.Equal(2, await service.ScalarAsync<long>("SELECT ref_count FROM blobs"));
        Assert.Empty(service.Staging());
    }

    [Fact]
    public async Task The_next_upload_takes_the_place_of_a_damaged_copy()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var key = await KeyAsync(service, content);
        await File.WriteAllBytesAsync(Path.Combine(service.DataDirectory, "blobs", key), TestUser.NewContent());
        await service.ExecuteAsync("UPDATE blobs SET state = 'damaged'");

        await alice.UploadAsync("b.bin", content);

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.Equal("healthy", await service.ScalarAsync<string>("SELECT state FROM blobs"));
        Assert.Equal(key, await service.ScalarAsync<string>("SELECT key FROM blob_deletions"));
    }

    /// <summary>Nobody knows yet that the copy is bad; that a proof failed against it is reason enough to look before a good one is dropped.</summary>
    [Fact]
    public async Task A_copy_that_failed_a_proof_is_looked_at_before_another_one_is_dropped_for_it()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, content) = (await service.NewUserAsync(), await service.NewUserAsync(), TestUser.NewContent(1 << 20));
        var first = (await alice.UploadAsync("a.bin", content)).Id();
        var key = await KeyAsync(service, content);
        await File.WriteAllBytesAsync(Path.Combine(service.DataDirectory, "blobs", key), TestUser.NewContent(1 << 20));
        var upload = await (await bob.InitiateAsync("b.bin", content)).SucceededAsync();
        await (await bob.ProveAsync(upload, content)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "proof_failed");

        await bob.UploadAsync("b.bin", content);

        Assert.Equal(content, await alice.DownloadAsync(first));
        Assert.NotEqual(key, await KeyAsync(service, content));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(suspected_at) FROM blobs"));
    }

    private static async Task<string> KeyAsync(TestService service, byte[] content) =>
        (await service.ScalarAsync<string>("SELECT key FROM blobs WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content)))!;

    private static async Task<long> AnnouncedAsync(TestUser user, byte[] content)
    {
        var upload = await (await user.InitiateAsync("b.bin", content)).SucceededAsync();
        using var visitor = user.Service.Anonymous();
        (await visitor.PutAsync(new Uri(upload.Text("upload_url")), new ByteArrayContent(content))).EnsureSuccessStatusCode();
        return (await (await user.CompleteAsync(upload.GetProperty("version_id").GetInt64())).SucceededAsync()).GetProperty("item_id").GetInt64();
    }
}
