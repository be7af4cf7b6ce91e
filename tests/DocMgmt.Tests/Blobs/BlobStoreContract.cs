using System.Text;
using DocMgmt.Blobs;

namespace DocMgmt.Tests.Blobs;

/// <summary>What every blob store keeps to. A store's test class derives from it and adds what only that store promises.</summary>
public abstract partial class BlobStoreContract
{
    private static readonly DateTime LongAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime FarAhead = new(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task What_is_staged_can_not_be_read_before_it_is_published()
    {
        var staged = await StageAsync("draft");

        Assert.Null(await Store.OpenAsync(staged, default));
        Assert.True(await Store.PublishAsync(staged, default));
        Assert.Equal("draft", Encoding.UTF8.GetString((await ReadAsync(staged))!));
    }

    [Fact]
    public async Task Publishing_twice_is_not_an_error_whether_still_staged_or_not()
    {
        var key = await StageAsync("twice");

        Assert.True(await Store.PublishAsync(key, default));
        Assert.True(await Store.PublishAsync(key, default));
        await Store.UnstageAsync(key, default);
        Assert.True(await Store.PublishAsync(key, default));
    }

    [Fact]
    public async Task Publishing_what_is_neither_staged_nor_published_says_so()
    {
        var key = await StageAsync("gone");
        await Store.UnstageAsync(key, default);

        Assert.False(await Store.PublishAsync(key, default));
        Assert.Null(await Store.OpenAsync(key, default));
    }

    [Fact]
    public async Task Unstaging_keeps_what_was_published_and_may_be_repeated()
    {
        var key = await StageAsync("kept");
        await Store.PublishAsync(key, default);

        await Store.UnstageAsync(key, default);
        await Store.UnstageAsync(key, default);

        Assert.NotNull(await ReadAsync(key));
        Assert.DoesNotContain(key, await StagedAsync(FarAhead));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_given_up_is_gone_and_can_not_be_published_any_more(bool published)
    {
        var key = await StageAsync("given up");
        if (published) await Store.PublishAsync(key, default);

        await Store.DiscardAsync(key, default);
        await Store.DiscardAsync(key, default);

        Assert.False(await Store.PublishAsync(key, default));
        Assert.Null(await Store.OpenAsync(key, default));
        Assert.DoesNotContain(key, await StagedAsync(FarAhead));
    }

    [Fact]
    public async Task Deleting_an_absent_blob_is_not_an_error()
    {
        var key = await StageAsync("deleted");
        await Store.PublishAsync(key, default);

        await Store.DeleteAsync(key, default);
        await Store.DeleteAsync(key, default);

        Assert.Null(await Store.OpenAsync(key, default));
    }

    [Fact]
    public async Task Two_generations_of_one_content_are_independent()
    {
        var (first, second) = (await StageAsync("same"), await StageAsync("same"));
        await Store.PublishAsync(first, default);
        await Store.PublishAsync(second, default);

        await Store.DeleteAsync(first, default);

        Assert.Equal(first.Hash, second.Hash);
        Assert.NotEqual(first, second);
        Assert.NotNull(await ReadAsync(second));
    }

    [Fact]
    public async Task A_published_blob_is_seekable_and_knows_its_length()
    {
        var key = await StageAsync("0123456789");
        await Store.PublishAsync(key, default);

        await using var stream = await Store.OpenAsync(key, default);
        stream!.Seek(7, SeekOrigin.Begin);

        Assert.Equal(10, stream.Length);
        Assert.Equal("789", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task Staged_keys_are_listed_by_the_time_of_their_writing()
    {
        var (waiting, done) = (await StageAsync("waiting"), await StageAsync("done"));
        await Store.UnstageAsync(done, default);

        Assert.Contains(waiting, await StagedAsync(FarAhead));
        Assert.DoesNotContain(done, await StagedAsync(FarAhead));
        Assert.Empty(await StagedAsync(LongAgo));
    }

    [Fact]
    public async Task What_a_crash_left_between_publishing_and_committing_is_found_and_removed()
    {
        var key = await StageAsync("never committed");
        await Store.PublishAsync(key, default);

        Assert.Contains(key, await StagedAsync(FarAhead));
        await Store.DeleteAsync(key, default);
        await Store.UnstageAsync(key, default);

        await AssertNothingStaysAsync();
        Assert.Null(await Store.OpenAsync(key, default));
    }

    /// <summary>Stages a short text.</summary>
    protected async Task<BlobKey> StageAsync(string text) =>
        (await Store.StageAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1_000, default)).Key;

    /// <summary>All bytes under a key; null when there are none.</summary>
    protected async Task<byte[]?> ReadAsync(BlobKey key)
    {
        await using var stream = await Store.OpenAsync(key, default);
        if (stream is null) return null;
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    protected async Task<IReadOnlyList<BlobKey>> StagedAsync(DateTime olderThan) => await Store.ListStagedAsync(olderThan, default).ToListAsync();

    private async Task AssertNothingStaysAsync()
    {
        Assert.Empty(await StagedAsync(FarAhead));
        Assert.Equal(0, await Store.DeletePartialAsync(FarAhead, default));
    }
}
