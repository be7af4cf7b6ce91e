using DocMgmt.Blobs;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>What can't be read does not spoil the rest, and is named.</summary>
public class ArchiveErrorTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var format in new[] { "zip", "tar" })
        {
            foreach (var harm in Enum.GetNames<Harm>().Except([nameof(Harm.Flipped)]).Append("Damaged")) cases.Add(format, harm);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_content_that_is_not_all_there_is_left_out_and_named(string format, string harm)
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (top, good, bad) = (await alice.CreateFolderAsync("top"), TestUser.NewContent(), TestUser.NewContent());
        await alice.UploadAsync("bad", bad, top);
        await alice.UploadAsync("good", good, top);
        if (harm == "Damaged") await service.ExecuteAsync("UPDATE blobs SET state = 'damaged' WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(bad));
        else service.Harm(bad, Enum.Parse<Harm>(harm));

        var entries = await alice.ArchiveAsync(top, format);

        Assert.Equal(["top/", "top/good", "ERRORS.txt"], entries.Names());
        Assert.Equal(good, entries[1].Content);
        var line = Assert.Single(entries.Missing()!.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"top/bad: Left out: the {(harm == "Damaged" ? "stored content is damaged" : "content can't be read")}", line, StringComparison.Ordinal);
        // As with a download, the scrub looks first at what is missing; a disk that can't be read tells nothing of it. (A bucket's objects are there or not.)
        Assert.Equal(harm == "Damaged" || (harm == nameof(Harm.Unreadable) && !TestStore.IsS3) ? [] : [TestUser.Sha256(bad)], await service.ScalarAsync<string[]>("""
            SELECT COALESCE(array_agg(encode(sha256, 'hex')), '{}') FROM blobs WHERE suspected_at IS NOT NULL AND encode(sha256, 'hex') = ANY ($1)
            """, new[] { TestUser.Sha256(good), TestUser.Sha256(bad) } as object));
    }

    [Theory]
    [InlineData("zip", false)]
    [InlineData("zip", true)]
    [InlineData("tar", false)]
    [InlineData("tar", true)]
    public async Task A_content_that_fails_midway_goes_on_as_zeros_and_is_named(string format, bool ends)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var (top, good, bad) = (await alice.CreateFolderAsync("top"), TestUser.NewContent(), TestUser.NewContent(400_000));
        await alice.UploadAsync("bad.txt", bad, top);
        await alice.UploadAsync("good.txt", good, top);
        HookedStore.Of(service).Opened = bytes => bytes.Length == bad.Length ? new FailingStream(bytes, 250_000, ends) : bytes;

        var entries = await alice.ArchiveAsync(top, format);

        Assert.Equal(["top/", "top/bad.txt", "top/good.txt", "ERRORS.txt"], entries.Names());
        Assert.Equal([.. bad[..250_000], .. new byte[150_000]], entries[1].Content!);
        Assert.Equal(good, entries[2].Content);
        Assert.Equal("top/bad.txt: Incomplete: of its 400000 bytes only the first 250000 could be read; the others are zeros.\n", entries.Missing());
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(suspected_at) FROM blobs"));
    }

    [Fact]
    public async Task A_content_whose_copy_is_replaced_between_the_two_looks_is_there()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var (top, content) = (await alice.CreateFolderAsync("top"), TestUser.NewContent());
        await alice.UploadAsync("a", content, top);
        HookedStore.Of(service).Opening = async (key, _) =>
        {
            HookedStore.Of(service).Opening = (_, _) => Task.CompletedTask;
            var (file, moved) = (service.Published(content).Single(), new BlobKey(key.Hash, "0123456789abcdef"));
            service.Store.Write($"blobs/{moved}", content);
            service.Store.Delete(file);
            await service.ExecuteAsync("UPDATE blobs SET key = $1", $"{moved}");
        };

        var entries = await alice.ArchiveAsync(top);

        Assert.Null(entries.Missing());
        Assert.Equal(content, entries[1].Content);
    }

    [Fact]
    public async Task The_errors_have_a_name_that_nothing_else_has()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var bad = TestUser.NewContent();
        long[] items = [(await alice.UploadAsync("bad", bad)).Id(), (await alice.UploadAsync("errors.TXT", [1])).Id(), await alice.CreateFolderAsync("ERRORS (1).txt")];
        service.Harm(bad, Harm.Deleted);

        var entries = await alice.ArchiveAsync(items);

        Assert.Equal(["errors.TXT", "ERRORS (1).txt/", "ERRORS (2).txt"], entries.Names());
        Assert.StartsWith("bad: Left out", entries.Missing("ERRORS (2).txt"), StringComparison.Ordinal);
    }

    /// <summary>Reads up to a place, then fails or just ends.</summary>
    private sealed class FailingStream(Stream inner, long at, bool ends) : Stream
    {
        private long read;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (read == at) return ends ? 0 : throw new IOException("The disk can't be read here.");
            var got = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, at - read)], cancellationToken);
            read += got;
            return got;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
