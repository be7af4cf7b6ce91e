using System.Net;
using System.Security.Cryptography;
using DocMgmt.Blobs;
using DocMgmt.Blobs.S3;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.S3;

/// <summary>What clients send straight to the store, and fetch from there.</summary>
public sealed class S3DirectTests : IAsyncLifetime
{
    private const int Part = 16 << 20;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly HttpClient client = new();
    private S3BlobStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = new(await S3Server.Instance.NewBucketAsync() with { CopyBytes = 5 << 20 });
        await store.PrepareAsync(default);
    }

    public ValueTask DisposeAsync()
    {
        store?.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Announced with a hash it goes to its key itself; else, and in parts, it is copied from where it was sent to.</summary>
    [Theory]
    [InlineData(1_000, true, true)]
    [InlineData(0, true, true)]
    [InlineData(1_000, false, false)]
    [InlineData(0, false, false)]
    [InlineData(6 << 20, false, false)]
    [InlineData((64 << 20) + 1, true, false)]
    [InlineData((64 << 20) + 1, false, false)]
    public async Task What_was_sent_is_adopted_and_no_url_changes_it_any_more(int length, bool announced, bool inPlace)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var hash = new Sha256Hash(SHA256.HashData(content));
        var (place, partsId) = await BeginAsync(announced ? hash : null, length);
        var sent = await SendAsync(place, partsId, content);

        var adopted = (await store.AdoptAsync(place, partsId, sent, default))!;

        Assert.Equal((inPlace, length, hash), (place.Key is not null, adopted.Length, adopted.Key.Hash));
        Assert.Equal(content.Take(512), adopted.FirstBytes);
        Assert.Contains(adopted.Key, await StagedAsync());
        Assert.True(await store.PublishAsync(adopted.Key, default));
        if (length > 0) await SendAgainAsync(place, partsId, RandomNumberGenerator.GetBytes(length), inPlace);
        await store.UnstageAsync(adopted.Key, default);
        await using var stored = await store.OpenAsync(adopted.Key, default);
        var read = new MemoryStream();
        await stored!.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        Assert.Empty(await StagedAsync());
    }

    [Fact]
    public async Task Other_bytes_than_announced_are_told_by_their_hash()
    {
        var (content, other) = (TestUser.NewContent(), TestUser.NewContent());
        foreach (var conditional in new[] { true, false })
        {
            var place = store.NewPlace(new(SHA256.HashData(content)), content.Length);
            if (!conditional) place = store.NewPlace(null, content.Length) with { Announced = place.Announced };
            await SendAsync(place, null, other);

            var adopted = (await store.AdoptAsync(place, null, null, default))!;

            Assert.Equal(SHA256.HashData(other), adopted.Key.Hash.Bytes);
            Assert.Empty(await StagedAsync());
        }
    }

    [Fact]
    public async Task What_was_not_sent_or_not_in_full_is_not_adopted()
    {
        var content = TestUser.NewContent((64 << 20) + 1);
        var whole = store.NewPlace(null, 10);
        Assert.Null(await store.AdoptAsync(whole, null, null, default));

        var (place, partsId) = await BeginAsync(null, content.Length);
        Assert.Null(await store.AdoptAsync(place, partsId, [], default));
        var sent = await SendAsync(place, partsId, content);
        Assert.Null(await store.AdoptAsync(place, partsId, [.. sent!.Take(1), new(2, "\"0123456789abcdef0123456789abcdef\"")], default));
        Assert.NotNull(await store.AdoptAsync(place, partsId, sent, default));
        Assert.NotNull(await store.AdoptAsync(place, partsId, sent, default)); // who did it before may have died
    }

    [Fact]
    public async Task A_url_is_good_for_one_length_one_place_and_its_time()
    {
        var content = TestUser.NewContent();
        var place = store.NewPlace(null, content.Length);
        var url = store.Sign(place, null, 1, 1, Life)[0].Url;
        var other = store.NewPlace(null, content.Length);

        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(url, content[1..]));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(url, [.. content, 1]));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(new(url.ToString().Replace(place.Name, other.Name, StringComparison.Ordinal)), content));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(new(url.ToString().Replace("X-Amz-Expires=", "X-Amz-Expires=1", StringComparison.Ordinal)), content));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.DeleteAsync(url)).StatusCode);
        var shortly = store.Sign(place, null, 1, 1, TimeSpan.FromSeconds(1))[0].Url;
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(shortly, content));
        Assert.Null(await store.AdoptAsync(place, null, null, default));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(url, content));
    }

    [Fact]
    public async Task A_download_is_labelled_as_signed_and_in_no_other_way()
    {
        var content = TestUser.NewContent();
        var key = (await store.StageAsync(new MemoryStream(content), content.Length, default)).Key;
        await store.PublishAsync(key, default);
        var url = store.SignDownload(key, "text/plain; charset=utf-8", "attachment; filename=\"a b.txt\"; filename*=UTF-8''%C3%A4%20b.txt", Life);

        var answer = await client.GetAsync(url);

        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("ä b.txt", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(url.ToString().Replace("text%2Fplain", "text%2Fhtml", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(url, content));
    }

    [Fact]
    public async Task What_is_sent_to_a_place_that_nobody_needs_any_more_goes_with_its_age()
    {
        var place = store.NewPlace(null, 10);
        await SendAsync(place, null, TestUser.NewContent(10));
        var (parts, partsId) = await BeginAsync(null, DirectPlace.LongestWhole + 1);

        Assert.Equal(0, await store.DeletePartialAsync(TimeProvider.System.GetUtcNow().UtcDateTime, default));
        Assert.Equal(2, await store.DeletePartialAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(50), default));

        Assert.Null(await store.AdoptAsync(place, null, null, default));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(store.Sign(parts, partsId, 1, 1, Life)[0].Url, new byte[Part]));
    }

    private async Task<(DirectPlace Place, string? PartsId)> BeginAsync(Sha256Hash? announced, long length)
    {
        var place = store.NewPlace(announced, length);
        return (place, place.InParts ? await store.StartPartsAsync(place, default) : null);
    }

    private async Task<List<SentPart>?> SendAsync(DirectPlace place, string? partsId, byte[] content)
    {
        var sent = new List<SentPart>();
        foreach (var part in store.Sign(place, partsId, 1, 100, Life))
        {
            using var answer = await client.SendAsync(Request(part, content.AsMemory((int)((part.Number - 1) * place.PartLength), (int)part.Length)));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            sent.Add(new(part.Number, answer.Headers.ETag!.ToString()));
        }

        return partsId is null ? null : sent;
    }

    private async Task SendAgainAsync(DirectPlace place, string? partsId, byte[] other, bool refused)
    {
        var part = store.Sign(place, partsId, 1, 1, Life)[0];
        using var answer = await client.SendAsync(Request(part, other.AsMemory(0, (int)part.Length)));
        Assert.Equal(refused ? HttpStatusCode.PreconditionFailed : partsId is null ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
        if (!refused) return;
        var without = await PutAsync(part.Url, other);
        Assert.Equal(HttpStatusCode.Forbidden, without);
    }

    private static HttpRequestMessage Request(DirectPart part, ReadOnlyMemory<byte> content)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, part.Url) { Content = new ReadOnlyMemoryContent(content) };
        foreach (var (name, value) in part.Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private async Task<HttpStatusCode> PutAsync(Uri url, byte[] content)
    {
        using var answer = await client.PutAsync(url, new ByteArrayContent(content));
        return answer.StatusCode;
    }

    private async Task<List<BlobKey>> StagedAsync() => await store.ListStagedAsync(new(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc), default).ToListAsync();
}
