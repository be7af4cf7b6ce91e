using DocMgmt.Blobs.FileSystem;

namespace DocMgmt.Blobs.S3;

/// <summary>Pieces as objects below <c>pieces/</c>. One waits in a file without a name until it is whole: the store takes no part of an object.</summary>
internal sealed class S3Pieces(S3Bucket bucket, S3Options options) : IPieceStore
{
    public async Task<Piece> WriteAsync(Stream content, long maxLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            using var spool = new Spool(options.SpoolDirectory);
            var (length, brokenBy) = await PieceSource.ReadAsync(content, maxLength, bytes => spool.Append(bytes.Span), ct);
            if (length == 0) return new("", 0, brokenBy);
            var name = Guid.NewGuid().ToString("N");
            await bucket.PutAsync(ObjectOf(name), spool.Content(), CancellationToken.None);
            return new(name, length, brokenBy);
        }
        catch (IOException e) when (Posix.IsFull(e)) // the spool's disk
        {
            throw new BlobStoreFullException(e);
        }
    }

    public async Task<Stream?> OpenAsync(string name, CancellationToken ct) => await bucket.FindAsync(ObjectOf(name), ct) is { } found
        ? new S3Stream(bucket, ObjectOf(name), found.ETag, found.ContentLength)
        : null;

    public Task DeleteAsync(string name, CancellationToken ct) => bucket.DeleteAsync(ObjectOf(name), ct);

    public async IAsyncEnumerable<string> ListAsync(DateTime olderThan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in bucket.ListAsync(S3Names.Pieces, ct))
        {
            var name = found.Key[S3Names.Pieces.Length..];
            if (found.LastModified < olderThan && Guid.TryParseExact(name, "N", out _)) yield return name;
        }
    }

    private static string ObjectOf(string name) => Guid.TryParseExact(name, "N", out _) ? S3Names.Pieces + name : throw new ArgumentException($"Not a piece's name: {name}", nameof(name));
}
