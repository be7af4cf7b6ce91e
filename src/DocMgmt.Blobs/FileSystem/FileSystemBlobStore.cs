using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace DocMgmt.Blobs.FileSystem;

/// <summary>
/// Blobs as files below one folder of a local Linux file system; <see cref="FileLayout"/> shows how they lie. The order of flushes is what
/// makes it safe: a staging name is durable before the key is linked, and the key before the caller commits, so after a crash each key has
/// a committed reference or a staging name to be found by.
/// </summary>
public sealed class FileSystemBlobStore : IBlobStore, IDisposable
{
    private readonly FileLayout layout;
    private readonly List<SafeFileHandle> handles = [];
    private readonly SharedFlush staging;
    private readonly SharedFlush[] keyFolders;

    /// <summary>Makes the folders that are missing and keeps all 258 open, which spares an open for each flush.</summary>
    /// <param name="directory">Made when it is missing; the folder that holds it must exist.</param>
    public FileSystemBlobStore(string directory)
    {
        layout = new(directory);
        layout.CreateFolders();
        staging = FlushOf(layout.Staging);
        Pieces = new FileSystemPieces(layout, FlushOf(layout.Pieces));
        keyFolders = [.. layout.KeyFolders.Select(FlushOf)];
    }

    public const string StoreName = "fs";

    public string Name => StoreName;
    public IPieceStore Pieces { get; }

    /// <summary>The constructor did.</summary>
    public Task PrepareAsync(CancellationToken ct) => Task.CompletedTask;

    public async Task<StagedBlob> StageAsync(Stream content, long maxLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var source = new LimitedSource(content, maxLength);
        var first = ArrayPool<byte>.Shared.Rent(HashingCopy.SmallestBuffer);
        var count = await source.FillAsync(first, ct);
        try
        {
            using var file = new StagingFile(layout.NewPartial());
            Sha256Hash hash;
            if (count < first.Length)
            {
                file.Append(first.AsSpan(0, count));
                hash = new(SHA256.HashData(first.AsSpan(0, count)));
                ArrayPool<byte>.Shared.Return(first);
            }
            else
            {
                hash = await HashingCopy.ToEndAsync(source, first, file, ct);
            }
            var key = BlobKey.New(hash);
            await file.KeepAsync(layout.Staged(key), staging);
            return new(key, source.Length);
        }
        catch (IOException exception) when (Posix.IsFull(exception))
        {
            throw new BlobStoreFullException(exception);
        }
    }

    /// <exception cref="BlobStoreFullException">The key's folder can't grow any more.</exception>
    public async Task<bool> PublishAsync(BlobKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var published = layout.Published(key);
        try
        {
            if (Posix.Link(layout.Staged(key), published) == Posix.Linked.SourceMissing && !File.Exists(published)) return false;
            // Also when the name was there: whoever made it may not have flushed it yet.
            await FolderOf(key).FlushAsync();
            return true;
        }
        catch (IOException exception) when (Posix.IsFull(exception))
        {
            throw new BlobStoreFullException(exception);
        }
    }

    // Not flushed: a staging name that a crash brings back is cleaned up like any other old one.
    public Task UnstageAsync(BlobKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        File.Delete(layout.Staged(key));
        return Task.CompletedTask;
    }

    // Renamed first: a link() that comes later finds no source, and what an earlier one made is deleted here.
    public async Task DiscardAsync(BlobKey key, CancellationToken ct)
    {
        Posix.Rename(layout.Staged(key), layout.Discarded(key));
        await DeleteAsync(key, ct);
        File.Delete(layout.Discarded(key));
    }

    public Task<Stream?> OpenAsync(BlobKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream?>(new FileStream(layout.Published(key), FileMode.Open, FileAccess.Read,
                FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous));
        }
        catch (FileNotFoundException) // a missing folder is another failure, and not the blob's
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (DirectoryNotFoundException)
        {
            throw Missing(layout.FolderOf(key));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public Task<long?> LengthAsync(BlobKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var file = new FileInfo(layout.Published(key));
        if (file.Exists) return Task.FromResult<long?>(file.Length);
        return Directory.Exists(file.DirectoryName) ? Task.FromResult<long?>(null) : throw Missing(layout.FolderOf(key));
    }

    // In this order: discarding begins by giving the first name up for the second.
    public Task<bool> IsStagedAsync(BlobKey key, CancellationToken ct) => Task.FromResult(File.Exists(layout.Staged(key)) || File.Exists(layout.Discarded(key)));

    public IAsyncEnumerable<BlobObject> ListAsync(CancellationToken ct) => layout.ListPublished(ct).ToAsyncEnumerable();

    // Flushed: the caller forgets the key next, and a crash must not bring back bytes that nobody knows of.
    public Task DeleteAsync(BlobKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            File.Delete(layout.Published(key));
        }
        catch (DirectoryNotFoundException)
        {
            throw Missing(layout.FolderOf(key));
        }

        return FolderOf(key).FlushAsync();
    }

    public IAsyncEnumerable<BlobKey> ListStagedAsync(DateTime olderThan, CancellationToken ct) =>
        layout.ListStaged(olderThan, ct).ToAsyncEnumerable();

    public Task<int> DeletePartialAsync(DateTime olderThan, CancellationToken ct)
    {
        var deleted = 0;
        foreach (var file in layout.ListPartial(olderThan))
        {
            ct.ThrowIfCancellationRequested();
            file.Delete();
            deleted++;
        }
        return Task.FromResult(deleted);
    }

    public Task CheckAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        foreach (var folder in layout.KeyFolders)
        {
            if (!Directory.Exists(folder)) throw Missing(folder);
        }

        using var probe = new FileStream(layout.NewPartial(), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        probe.WriteByte(1);
        probe.Flush();
        return Task.CompletedTask;
    }

    /// <summary>Closes the folders. To be called when no operation is running any more.</summary>
    public void Dispose() => handles.ForEach(handle => handle.Dispose());

    private static BlobStoreUnavailableException Missing(string folder) => new($"{folder} is missing: is the disk mounted?");

    private SharedFlush FolderOf(BlobKey key) => keyFolders[key.Hash.Bytes[0]];

    private SharedFlush FlushOf(string folder)
    {
        var handle = Posix.OpenFolder(folder);
        handles.Add(handle);
        return new(() => RandomAccess.FlushToDisk(handle));
    }
}
