namespace DocMgmt.Blobs;

/// <summary>
/// Immutable bytes named by their own hash. Knows nothing of users, items or references.
/// Every implementation passes <c>BlobStoreContract</c>.
/// <para>A blob's life: <see cref="StageAsync"/> → <see cref="PublishAsync"/> → (the caller commits a reference) → <see cref="UnstageAsync"/>.
/// The staging name is the durable record of the intent: whatever crashes in between is found through it, by <see cref="ListStagedAsync"/>.</para>
/// </summary>
public interface IBlobStore
{
    /// <summary>The store's name in <c>blobs.store</c>.</summary>
    string Name { get; }

    /// <summary>Where contents wait that come in several requests.</summary>
    IPieceStore Pieces { get; }

    /// <summary>Makes what is missing and looks whether the store can be used, once, before anything else.</summary>
    /// <exception cref="BlobStoreRefusedException">It knows us not, or does not let us: other settings may help.</exception>
    /// <exception cref="BlobStoreUnavailableException">It does not answer; it may come later.</exception>
    Task PrepareAsync(CancellationToken ct);

    /// <summary>
    /// Writes the content under a staging name while hashing it, in constant memory; durable, under a name that records its hash and a new
    /// generation, when it returns. When the content can't be read to its end, nothing stays but, at most, a partial file that
    /// <see cref="DeletePartialAsync"/> removes.
    /// </summary>
    /// <param name="maxLength">In bytes.</param>
    /// <exception cref="BlobTooLargeException">The content is longer than <paramref name="maxLength"/>; no byte of it is kept.</exception>
    /// <exception cref="BlobStoreFullException">The store has no room left; no byte of it is kept.</exception>
    Task<StagedBlob> StageAsync(Stream content, long maxLength, CancellationToken ct);

    /// <summary>Makes staged bytes readable under their key; durable when it returns. Doing it again is not an error.</summary>
    /// <returns>False when the bytes are neither staged nor published any more.</returns>
    /// <exception cref="BlobStoreFullException">The store has no room left.</exception>
    Task<bool> PublishAsync(BlobKey key, CancellationToken ct);

    /// <summary>Removes the staging name; what was published stays. An absent name is not an error. A crash may bring the name back.</summary>
    Task UnstageAsync(BlobKey key, CancellationToken ct);

    /// <summary>
    /// Gives staged bytes up, with whatever was published of them. From its first step on nobody can publish them any more, and its last step
    /// removes what <see cref="ListStagedAsync"/> finds them by: a crash, or somebody who publishes meanwhile, leaves nothing unknown. Absent ones are not an error.
    /// </summary>
    Task DiscardAsync(BlobKey key, CancellationToken ct);

    /// <summary>Opens published bytes: seekable, of known length, to be disposed of by the caller; null when there is nothing under that key.</summary>
    /// <exception cref="IOException">Whatever is there can't be read.</exception>
    /// <exception cref="BlobStoreUnavailableException">The store is away; reading may throw it, too.</exception>
    Task<Stream?> OpenAsync(BlobKey key, CancellationToken ct);

    /// <summary>The length in bytes of what is published under that key; null when there is nothing.</summary>
    Task<long?> LengthAsync(BlobKey key, CancellationToken ct);

    /// <summary>
    /// Whether a staging name still answers for that key. It does from before the key is published until after a reference to it was committed,
    /// or until after it was deleted again.
    /// </summary>
    Task<bool> IsStagedAsync(BlobKey key, CancellationToken ct);

    /// <summary>
    /// Everything that is published, ordinally by name; what comes or goes meanwhile is listed or not. The names of one folder at a time are in memory.
    /// </summary>
    IAsyncEnumerable<BlobObject> ListAsync(CancellationToken ct);

    /// <summary>Deletes the bytes under that key, durably; an absent key is not an error.</summary>
    Task DeleteAsync(BlobKey key, CancellationToken ct);

    /// <summary>Keys whose staging name, given up or not, was last written before that time (UTC), in no order.</summary>
    IAsyncEnumerable<BlobKey> ListStagedAsync(DateTime olderThan, CancellationToken ct);

    /// <summary>Removes partial files, which no key names yet, that were last written before that time (UTC).</summary>
    /// <param name="olderThan">Further back than the longest pause of an upload: one whose file goes fails.</param>
    /// <returns>How many.</returns>
    Task<int> DeletePartialAsync(DateTime olderThan, CancellationToken ct);

    /// <summary>Tries whether the store takes bytes.</summary>
    /// <exception cref="IOException">It does not.</exception>
    Task CheckAsync(CancellationToken ct);
}

/// <summary>Bytes received in full, hashed and durable, but neither published nor referred to.</summary>
/// <param name="Key">Holds their SHA-256 and the generation that publishing will give them.</param>
/// <param name="Length">In bytes.</param>
public sealed record StagedBlob(BlobKey Key, long Length);

/// <summary>Something that lies where published bytes do.</summary>
/// <param name="Name">Where, seen from there: a key, or whatever somebody put there.</param>
/// <param name="Key">Null when the name is no key, so that this is nothing of the store's.</param>
public sealed record BlobObject(string Name, BlobKey? Key);

/// <summary>The content is longer than the caller allowed.</summary>
public sealed class BlobTooLargeException(long maxLength) : IOException($"The content is longer than {maxLength} bytes.");

/// <summary>The store as a whole is away, or does not do what it should: nothing can be said of any bytes.</summary>
public sealed class BlobStoreUnavailableException : IOException
{
    public BlobStoreUnavailableException(string message)
        : base(message)
    {
    }

    public BlobStoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The store has no room left.</summary>
public sealed class BlobStoreFullException(Exception inner) : IOException("The blob store has no room left.", inner);

/// <summary>The store refuses us: waiting does not help, other settings may.</summary>
public sealed class BlobStoreRefusedException(string message, Exception inner) : IOException(message, inner);
