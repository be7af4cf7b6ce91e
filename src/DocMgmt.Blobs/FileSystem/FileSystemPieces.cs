namespace DocMgmt.Blobs.FileSystem;

/// <summary>Pieces as files of one folder.</summary>
internal sealed class FileSystemPieces(FileLayout layout, SharedFlush folder) : IPieceStore
{
    public async Task<Piece> WriteAsync(Stream content, long maxLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var name = Guid.NewGuid().ToString("N");
        try
        {
            using var file = new StagingFile(layout.Piece(name));
            var (length, brokenBy) = await PieceSource.ReadAsync(content, maxLength, bytes => file.Append(bytes.Span), ct);
            if (length == 0) return new("", 0, brokenBy);
            await file.KeepAsync(layout.Piece(name), folder);
            return new(name, length, brokenBy);
        }
        catch (IOException e) when (Posix.IsFull(e))
        {
            throw new BlobStoreFullException(e);
        }
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream?>(new FileStream(layout.Piece(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new BlobStoreUnavailableException($"{layout.Pieces} is missing: is the disk mounted?", e);
        }
    }

    public Task DeleteAsync(string name, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        File.Delete(layout.Piece(name));
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<string> ListAsync(DateTime olderThan, CancellationToken ct) => layout.ListPieces(olderThan).ToAsyncEnumerable();
}
