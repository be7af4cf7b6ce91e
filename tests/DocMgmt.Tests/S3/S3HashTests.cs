using System.Security.Cryptography;
using DocMgmt.Blobs;
using DocMgmt.Blobs.S3;
using Microsoft.AspNetCore.Http;

namespace DocMgmt.Tests.S3;

/// <summary>How what a client sent straight to the store is read back, and when it needs not be.</summary>
public class S3HashTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Amazon's store compares, and says so; any other's word counts for nothing. The proxy says it in its place.</summary>
    [Theory]
    [InlineData(true, true, 512)]
    [InlineData(true, false, 100_000)]
    [InlineData(false, true, 100_000)]
    public async Task The_hash_that_the_store_itself_found_is_believed_where_it_compares(bool compares, bool fits, int read)
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        var content = RandomNumberGenerator.GetBytes(100_000);
        var hash = new Sha256Hash(SHA256.HashData(content));
        using var amazon = new S3BlobStore(await S3Server.Instance.NewBucketAsync() with { ServiceUrl = proxy.Address, PublicUrl = proxy.Address, ComparesHashes = compares });
        await amazon.PrepareAsync(default);
        var (place, part) = await SendAsync(amazon, content);
        Assert.Equal(compares ? Convert.ToBase64String(hash.Bytes) : null, part.Headers.GetValueOrDefault("x-amz-checksum-sha256"));
        Assert.Equal(compares, part.Url.Query.Contains("x-amz-checksum-sha256", StringComparison.OrdinalIgnoreCase)); // signed: nobody leaves it out
        var bytes = 0L;
        proxy.Answered = http =>
        {
            if (HttpMethods.IsHead(http.Request.Method)) http.Response.Headers["x-amz-checksum-sha256"] = Convert.ToBase64String(fits ? hash.Bytes : SHA256.HashData([]));
            else if (HttpMethods.IsGet(http.Request.Method)) bytes += http.Response.ContentLength ?? 0;
        };

        var adopted = (await amazon.AdoptAsync(place, null, null, default))!;

        Assert.Equal((hash, (long)read), (adopted.Key.Hash, bytes));
        Assert.Equal(content.Take(512), adopted.FirstBytes);
    }

    [Fact]
    public async Task A_store_that_falls_silent_when_only_the_first_bytes_are_wanted_is_told_as_away()
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        var content = RandomNumberGenerator.GetBytes(1_000);
        using var amazon = new S3BlobStore(await S3Server.Instance.NewBucketAsync() with
        {
            ServiceUrl = proxy.Address, PublicUrl = proxy.Address, ComparesHashes = true, LongestSilence = TimeSpan.FromMilliseconds(300),
        });
        await amazon.PrepareAsync(default);
        var (place, _) = await SendAsync(amazon, content);
        proxy.Answered = http => http.Response.Headers["x-amz-checksum-sha256"] = Convert.ToBase64String(SHA256.HashData(content));
        proxy.Meet = request => HttpMethods.IsGet(request.Method) ? Fault.Stalled : null;

        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => amazon.AdoptAsync(place, null, null, default).WaitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <summary>Clean-up takes old staging names for abandoned: who reads a long copy back writes its name again now and then.</summary>
    [Fact]
    public async Task The_staging_name_of_a_long_copy_stays_young_while_it_is_read_back()
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        using var store = new S3BlobStore(await S3Server.Instance.NewBucketAsync(proxy.Address) with { SignBytes = 1 << 20 });
        await store.PrepareAsync(default);
        var content = RandomNumberGenerator.GetBytes(6 << 20);
        var (place, _) = await SendAsync(store, content, store.NewPlace(null, content.Length));
        var written = 0;
        proxy.Meet = request =>
        {
            if (HttpMethods.IsPut(request.Method) && request.Path.Value!.Contains("/staging/", StringComparison.Ordinal)) Interlocked.Increment(ref written);
            return null;
        };

        Assert.NotNull(await store.AdoptAsync(place with { Announced = new(SHA256.HashData(content)) }, null, null, default));

        Assert.InRange(written, 1 + 4, 1 + 6);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://s3.eu-central-1.amazonaws.com", true)]
    [InlineData("https://bucket.s3.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("https://amazonaws.com.example.org", false)]
    [InlineData("https://minio.example.org", false)]
    public void Amazons_stores_compare_and_no_others(string? address, bool compares) =>
        Assert.Equal(compares, new S3Options(address is null ? null : new Uri(address), null, "b", "k", "s", "r", "/tmp").ComparesHashes);

    /// <summary>Sends a content to its key, or elsewhere.</summary>
    private static async Task<(DirectPlace Place, DirectPart Part)> SendAsync(S3BlobStore store, byte[] content, DirectPlace? elsewhere = null)
    {
        var place = elsewhere ?? store.NewPlace(new(SHA256.HashData(content)), content.Length);
        using var client = new HttpClient();
        var part = store.Sign(place, null, 1, 1, Life).Single();
        using var put = new HttpRequestMessage(HttpMethod.Put, part.Url) { Content = new ByteArrayContent(content) };
        foreach (var (name, value) in part.Headers) put.Headers.TryAddWithoutValidation(name, value);
        (await client.SendAsync(put)).EnsureSuccessStatusCode();
        return (place, part);
    }
}
