using DocMgmt.Blobs;
using DocMgmt.Blobs.FileSystem;

namespace DocMgmt.Tests.Blobs;

/// <summary>The contract on files, and what only files promise: what lies on the disk at each point of a crash.</summary>
public sealed class FileSystemBlobStoreTests : BlobStoreContract, IDisposable
{
    private static readonly DateTime FarAhead = new(2999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("docmgmt-blobs-");
    private readonly FileSystemBlobStore store;

    public FileSystemBlobStoreTests() => store = new(folder.FullName);

    protected override IBlobStore Store => store;

    public void Dispose()
    {
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void All_256_folders_are_there_from_the_start_and_a_second_start_keeps_them()
    {
        using var again = new FileSystemBlobStore(folder.FullName);

        Assert.Equal(256, Directory.GetDirectories(Path.Combine(folder.FullName, "blobs")).Length);
    }

    [Fact]
    public async Task Files_lie_where_the_layout_says()
    {
        var key = await StageAsync("abc");
        Assert.Equal([$"staging/{key.Name}"], Files());
        Assert.StartsWith("ba7816bf8f01cfea414140de5dae2223", key.Name, StringComparison.Ordinal);

        await store.PublishAsync(key, default);
        Assert.Equal([$"blobs/ba/{key.Name}", $"staging/{key.Name}"], Files());

        await store.UnstageAsync(key, default);
        Assert.Equal([$"blobs/ba/{key.Name}"], Files());
    }

    /// <summary>Each state that a crash can leave while staged and published bytes are given up, by its files.</summary>
    [Theory]
    [InlineData("gone", "blob")]
    [InlineData("gone")]
    public async Task Giving_up_that_broke_off_is_found_by_its_name_and_ends_when_it_is_done_again(params string[] left)
    {
        var key = await StageAsync("given up");
        await store.PublishAsync(key, default);
        File.Move(Path.Combine(folder.FullName, "staging", key.Name), Path.Combine(folder.FullName, "staging", key.Name + ".gone"));
        if (!left.Contains("blob")) await store.DeleteAsync(key, default);

        Assert.Equal(left.Contains("blob"), await store.PublishAsync(key, default)); // nothing new is published
        Assert.Equal([key], await StagedAsync(FarAhead));
        await store.DiscardAsync(key, default);

        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_partial_file_left_by_a_crash_is_deleted_when_it_is_old_and_only_then()
    {
        var left = Path.Combine(folder.FullName, "staging", "0b5f5a1c.part");
        await File.WriteAllTextAsync(left, "half of");
        File.SetLastWriteTimeUtc(left, new(2020, 5, 1, 0, 0, 0, DateTimeKind.Utc));
        var staged = await StageAsync("received in full");

        Assert.Equal(0, await store.DeletePartialAsync(new(2020, 4, 30, 0, 0, 0, DateTimeKind.Utc), default));
        Assert.Equal(1, await store.DeletePartialAsync(new(2020, 5, 2, 0, 0, 0, DateTimeKind.Utc), default));

        Assert.Equal([$"staging/{staged.Name}"], Files());
    }

    [Fact]
    public async Task Files_of_others_in_the_staging_folder_are_neither_listed_nor_deleted()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "staging", "README"), "not ours");

        Assert.Empty(await StagedAsync(FarAhead));
        Assert.Equal(0, await store.DeletePartialAsync(FarAhead, default));
        Assert.Equal(["staging/README"], Files());
    }

    [Fact]
    public async Task Files_of_others_among_the_keys_are_listed_as_such()
    {
        var key = await StageAsync("abc");
        await store.PublishAsync(key, default);
        string[] strange = [".hidden", "ba/.hidden", $"ba/{key.Name}.bak", $"bb/{key.Name}", "notes.txt"];
        foreach (var name in strange) await File.WriteAllTextAsync(Path.Combine(folder.FullName, "blobs", name), "not ours");
        var asFolder = BlobKey.New(key.Hash).ToString();
        Directory.CreateDirectory(Path.Combine(folder.FullName, "blobs", "more", "ba"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "blobs", asFolder));

        var listed = await store.ListAsync(default).ToListAsync();

        Assert.Equal([.. strange.Concat(["more", asFolder, key.ToString()]).Order(StringComparer.Ordinal)], listed.Select(o => o.Name));
        Assert.Equal([(BlobKey?)key], listed.Select(o => o.Key).Where(k => k is not null));
    }

    [Fact]
    public async Task What_is_being_discarded_counts_as_staged()
    {
        var key = await StageAsync("withdrawn");
        var name = Path.Combine(folder.FullName, "staging", key.Name);

        File.Move(name, name + ".gone");
        Assert.True(await store.IsStagedAsync(key, default));

        File.Delete(name + ".gone");
        Assert.False(await store.IsStagedAsync(key, default));
    }

    [Fact]
    public async Task What_was_staged_before_a_restart_can_be_published_after_it()
    {
        var key = await StageAsync("survivor");
        using var restarted = new FileSystemBlobStore(folder.FullName);

        Assert.Equal([key], await restarted.ListStagedAsync(FarAhead, default).ToListAsync());
        Assert.True(await restarted.PublishAsync(key, default));
        Assert.NotNull(await ReadAsync(key));
    }

    [Fact]
    public async Task A_reader_goes_on_reading_while_its_key_is_deleted()
    {
        var key = await StageAsync("read to the end");
        await store.PublishAsync(key, default);
        await store.UnstageAsync(key, default);
        await using var reader = await store.OpenAsync(key, default);

        await store.DeleteAsync(key, default);

        Assert.Equal("read to the end", await new StreamReader(reader!).ReadToEndAsync());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_key_that_leads_out_of_the_store_is_refused()
    {
        var key = new BlobKey(default, "/../../../escape");

        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.PublishAsync(default, default));
    }

    [Fact]
    public async Task A_lost_disk_is_an_error_and_not_an_absent_blob()
    {
        var key = await StageAsync("on a lost disk");
        await store.PublishAsync(key, default);
        Directory.Move(Path.Combine(folder.FullName, "blobs"), Path.Combine(folder.FullName, "lost"));

        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.OpenAsync(key, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.LengthAsync(key, default));
        await Assert.ThrowsAsync<BlobStoreUnavailableException>(() => store.DeleteAsync(key, default));
    }

    private IEnumerable<string> Files() => folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.FullName, file.FullName)).Order(StringComparer.Ordinal);
}
