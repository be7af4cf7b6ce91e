namespace DocMgmt.Blobs;

/// <summary>
/// Keeps pieces of contents that come in several requests, until the content is whole. Their names are in rows; those that no row came to name are
/// found by their age.
/// </summary>
public interface IPieceStore
{
    /// <summary>
    /// Writes what a stream has to its end, or up to a length; durable when it returns. A stream that breaks off ends the piece, too: what came is kept.
    /// </summary>
    /// <param name="maxLength">In bytes; the stream is not read further.</param>
    /// <param name="ct">Ends the reading, like a stream that breaks off.</param>
    /// <exception cref="BlobStoreFullException">The store has no room left; nothing is kept.</exception>
    /// <exception cref="BlobStoreUnavailableException">The store is away; nothing is kept.</exception>
    Task<Piece> WriteAsync(Stream content, long maxLength, CancellationToken ct);

    /// <summary>A piece's bytes, to be read once from the beginning; null when there is none of that name.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken ct);

    /// <summary>An absent one is not an error.</summary>
    Task DeleteAsync(string name, CancellationToken ct);

    /// <summary>Names of what was last written before that time (UTC), in no order, also of what was not finished.</summary>
    IAsyncEnumerable<string> ListAsync(DateTime olderThan, CancellationToken ct);
}

/// <summary>Some bytes of a content.</summary>
/// <param name="Name">32 lower-case hexadecimal digits; empty when there are no bytes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="BrokenBy">What the stream broke off with; null when it ended or was long enough.</param>
public sealed record Piece(string Name, long Length, Exception? BrokenBy);
