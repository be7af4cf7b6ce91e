using System.Security.Cryptography;
using DocMgmt.Blobs;
using DocMgmt.Blobs.S3;
using Microsoft.AspNetCore.Http;

namespace DocMgmt.Tests.S3;

/// <summary>When what a client sent straight to the store needs not be read back.</summary>
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
        var place = amazon.NewPlace(hash, content.Length);
        using var client = new HttpClient();
        var part = amazon.Sign(place, null, 1, 1, Life).Single();
        Assert.Equal(compares ? Convert.ToBase64String(hash.Bytes) : null, part.Headers.GetValueOrDefault("x-amz-checksum-sha256"));
        Assert.Equal(compares, part.Url.Query.Contains("x-amz-checksum-sha256", StringComparison.OrdinalIgnoreCase)); // signed: nobody leaves it out
        using var put = new HttpRequestMessage(HttpMethod.Put, part.Url) { Content = new ByteArrayContent(content) };
        foreach (var (name, value) in part.Headers) put.Headers.TryAddWithoutValidation(name, value);
        (await client.SendAsync(put)).EnsureSuccessStatusCode();
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

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://s3.eu-central-1.amazonaws.com", true)]
    [InlineData("https://bucket.s3.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("https://amazonaws.com.example.org", false)]
    [InlineData("https://minio.example.org", false)]
    public void Amazons_stores_compare_and_no_others(string? address, bool compares) =>
        Assert.Equal(compares, new S3Options(address is null ? null : new Uri(address), null, "b", "k", "s", "r", "/tmp").ComparesHashes);
}
