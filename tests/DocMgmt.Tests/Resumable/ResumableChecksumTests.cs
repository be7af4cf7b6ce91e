using System.Net;
using System.Security.Cryptography;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>Requests that say of which hash their own bytes are (tus 1.0.0, checksum).</summary>
public class ResumableChecksumTests(OwnService own) : IClassFixture<OwnService>
{
    private TestService Service => own.Service;

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha512")]
    [InlineData("md5")]
    public async Task With_a_checksum_nothing_counts_that_is_not_right(string algorithm)
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(2_000));
        var url = await alice.Http.BeginAsync("a", content);

        await (await alice.Http.AppendAsync(url, 0, content[..1_000], Checksum(algorithm, content))).IsProblemAsync((HttpStatusCode)460, "request_checksum_mismatch");
        Assert.Equal(0, await alice.Http.OffsetAsync(url));
        Assert.Equal(1_000, await alice.Http.AppendedAsync(url, 0, content[..1_000], Checksum(algorithm, content[..1_000])));
        await (await alice.Http.AppendAsync(url, 1_000, content[1_000..], Checksum(algorithm, content))).IsProblemAsync((HttpStatusCode)460, "request_checksum_mismatch");
        Assert.Equal(1_000, await alice.Http.OffsetAsync(url));
        await alice.Http.AppendedAsync(url, 1_000, content[1_000..], Checksum(algorithm, content[1_000..]));

        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
    }

    [Fact]
    public async Task With_a_checksum_nothing_counts_that_broke_off()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(200_000));
        var url = await alice.Http.BeginAsync("a", content);
        var (name, value) = Checksum("sha1", content);
        var request = await RawRequest.StartAsync(alice, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Content-Length: 200000", $"{name}: {value}");
        await request.SendAsync(content[..150_000]);
        request.EndSending();

        Assert.Equal("", await request.AnswerAsync());
        Assert.Equal(0, await alice.Http.OffsetAsync(url));
        Assert.Empty(Service.Store.List("pieces/"));
    }

#pragma warning disable CA5350, CA5351 // what the protocol has
    private static (string, string) Checksum(string algorithm, byte[] bytes) => ("Upload-Checksum", $"{algorithm} {Convert.ToBase64String(algorithm switch
    {
        "sha1" => SHA1.HashData(bytes),
        "sha256" => SHA256.HashData(bytes),
        "sha512" => SHA512.HashData(bytes),
        _ => MD5.HashData(bytes),
    })}");
}
