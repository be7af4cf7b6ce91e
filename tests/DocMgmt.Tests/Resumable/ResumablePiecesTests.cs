using System.Net;
using System.Security.Cryptography;
using DocMgmt.Drive.Resumable;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Resumable;

/// <summary>Requests of which each makes many pieces: as those of large files do.</summary>
public class ResumablePiecesTests(Api api)
{
    private const int Piece = 10_000;

    [Fact]
    public async Task Each_piece_of_a_request_counts_as_soon_as_it_is_stored()
    {
        await using var service = await StartAsync(most: 100);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent(105_000));
        var url = await alice.Http.BeginAsync("x", content);
        var request = await RawRequest.StartAsync(alice, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Content-Length: 105000");
        await request.SendAsync(content[..35_000]);

        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT received_bytes FROM resumable_uploads") == 3 * Piece);
        await request.SendAsync(content[35_000..]);

        Assert.Equal(204, await request.StatusAsync());
        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
        Assert.Empty(service.Store.List("pieces/"));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM resumable_pieces"));
    }

    [Fact]
    public async Task Many_pieces_under_one_checksum_count_together_or_not_at_all()
    {
        await using var service = await StartAsync(most: 100);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent(105_000));
        var url = await alice.Http.BeginAsync("x", content);

        await (await alice.Http.AppendAsync(url, 0, content[..50_000], Checksum(content))).IsProblemAsync((HttpStatusCode)460, "request_checksum_mismatch");
        Assert.Equal(0, await alice.Http.OffsetAsync(url));
        Assert.Empty(service.Store.List("pieces/"));
        Assert.Equal(55_000, await alice.Http.AppendedAsync(url, 0, content[..55_000], Checksum(content[..55_000])));
        Assert.Equal(6, service.Store.List("pieces/").Length);
        await alice.Http.AppendedAsync(url, 55_000, content[55_000..], Checksum(content[55_000..]));

        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
        Assert.Empty(service.Store.List("pieces/"));
    }

    [Fact]
    public async Task An_upload_in_too_many_pieces_is_told_to_begin_again()
    {
        await using var service = await StartAsync(most: 3);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent(5));
        var url = await alice.Http.BeginAsync("x", content);
        for (var n = 0; n < 3; n++) await alice.Http.AppendedAsync(url, n, content[n..(n + 1)]);

        await (await alice.Http.AppendAsync(url, 3, content[3..4])).IsProblemAsync(HttpStatusCode.Conflict, "too_many_pieces");

        Assert.Equal(3, await alice.Http.OffsetAsync(url));
        Assert.Equal(3, service.Store.List("pieces/").Length);
        await alice.Http.AppendedAsync(url, 3, content[3..]); // the last one is none
    }

    private static (string, string) Checksum(byte[] bytes) => ("Upload-Checksum", $"sha256 {Convert.ToBase64String(SHA256.HashData(bytes))}");

    private Task<TestService> StartAsync(int most) => api.StartAsync(services =>
    {
        HookedStore.Add(services);
        services.AddSingleton(new PieceLimits(Piece, most));
    });
}
