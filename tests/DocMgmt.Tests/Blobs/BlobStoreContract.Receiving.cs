using System.Security.Cryptography;
using DocMgmt.Blobs;

namespace DocMgmt.Tests.Blobs;

// How content of any length and from any source comes in.
public abstract partial class BlobStoreContract
{
    // Around each place where a store may change its way: nothing, one buffer, many buffers.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((64 << 10) - 1)]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    [InlineData(10_000_019)]
    public async Task What_was_published_is_read_back_byte_by_byte(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var staged = await Store.StageAsync(new MemoryStream(content), length, default);
        await Store.PublishAsync(staged.Key, default);

        Assert.Equal(length, staged.Length);
        Assert.Equal(SHA256.HashData(content), staged.Key.Hash.Bytes);
        Assert.Equal(content, await ReadAsync(staged.Key));
    }

    [Fact]
    public async Task A_stream_that_comes_in_dribs_is_read_to_its_end()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);

        var staged = await Store.StageAsync(new DribblingStream(content), content.Length, default);
        await Store.PublishAsync(staged.Key, default);

        Assert.Equal(content, await ReadAsync(staged.Key));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(101, 100)]
    [InlineData(64 << 10, (64 << 10) - 1)]
    [InlineData(1_000_000, 999_999)]
    public async Task Content_longer_than_allowed_is_refused_and_leaves_nothing(int length, int maxLength)
    {
        await Assert.ThrowsAsync<BlobTooLargeException>(() => Store.StageAsync(new MemoryStream(new byte[length]), maxLength, default));

        await AssertNothingStaysAsync();
    }

    [Fact]
    public async Task Endless_content_is_refused_as_soon_as_it_is_too_long()
    {
        var endless = new FaultyStream(long.MaxValue);

        await Assert.ThrowsAsync<BlobTooLargeException>(() => Store.StageAsync(endless, 1_000_000, default));

        Assert.Equal(1_000_001, endless.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public async Task A_source_that_fails_midway_leaves_nothing(int readable)
    {
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => Store.StageAsync(new FaultyStream(readable), long.MaxValue, default));

        Assert.Equal(FaultyStream.Message, thrown.Message);
        await AssertNothingStaysAsync();
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var source = new FaultyStream(long.MaxValue) { AfterMegabyte = cancellation.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.StageAsync(source, long.MaxValue, cancellation.Token));

        await AssertNothingStaysAsync();
    }

    [Fact]
    public async Task Sixty_four_uploads_at_a_time_do_not_mix()
    {
        var contents = Enumerable.Range(0, 64).Select(i => RandomNumberGenerator.GetBytes(i * 4_001)).ToList();

        var keys = await Task.WhenAll(contents.Select(content => Task.Run(async () =>
        {
            var staged = await Store.StageAsync(new DribblingStream(content), content.Length, default);
            Assert.True(await Store.PublishAsync(staged.Key, default));
            await Store.UnstageAsync(staged.Key, default);
            return staged.Key;
        })));

        foreach (var (key, content) in keys.Zip(contents)) Assert.Equal(content, await ReadAsync(key));
        await AssertNothingStaysAsync();
    }
}
