using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

// Pieces of contents that come in several requests.
public abstract partial class BlobStoreContract
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(100, 100)]
    [InlineData(300_000, 1_000_000)]
    public async Task A_piece_is_read_back_byte_by_byte(int length, int maxLength)
    {
        var content = TestUser.NewContent(length);

        var piece = await Store.Pieces.WriteAsync(new MemoryStream(content), maxLength, default);

        Assert.Equal((length, null), (piece.Length, piece.BrokenBy));
        Assert.Equal(content, await ReadPieceAsync(piece.Name));
        Assert.Contains(piece.Name, await Store.Pieces.ListAsync(FarAhead, default).ToListAsync());
        Assert.Empty(await Store.Pieces.ListAsync(LongAgo, default).ToListAsync());
        await Store.Pieces.DeleteAsync(piece.Name, default);
        await Store.Pieces.DeleteAsync(piece.Name, default);
        Assert.Null(await Store.Pieces.OpenAsync(piece.Name, default));
    }

    [Fact]
    public async Task A_piece_takes_no_more_than_it_may_and_leaves_the_rest_to_the_next()
    {
        var content = TestUser.NewContent(1_000);
        var source = new MemoryStream(content);

        var first = await Store.Pieces.WriteAsync(source, 600, default);
        var second = await Store.Pieces.WriteAsync(source, 600, default);
        var none = await Store.Pieces.WriteAsync(source, 600, default);

        Assert.Equal((600, 400, 0), (first.Length, second.Length, none.Length));
        Assert.Equal(content, (await ReadPieceAsync(first.Name))!.Concat((await ReadPieceAsync(second.Name))!));
        Assert.Equal("", none.Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public async Task What_came_before_a_source_broke_off_is_kept(int readable)
    {
        var piece = await Store.Pieces.WriteAsync(new FaultyStream(readable) { Fault = new IOException(FaultyStream.Message) }, long.MaxValue, default);

        Assert.Equal(readable, piece.Length);
        Assert.IsType<IOException>(piece.BrokenBy);
        if (readable > 0) Assert.Equal(readable, (await ReadPieceAsync(piece.Name))!.Length);
    }

    private async Task<byte[]?> ReadPieceAsync(string name)
    {
        await using var stream = await Store.Pieces.OpenAsync(name, default);
        if (stream is null) return null;
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
