using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using Npgsql;

namespace DocMgmt.Drive.Files;

/// <summary>Bytes that were received in full and are what was announced.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="FirstBytes">Up to 512, for telling the MIME type.</param>
public sealed record Received(BlobLocation Copy, long Length, byte[] FirstBytes);

/// <summary>
/// Takes bytes in, outside of any transaction, and puts them away again when nothing came to refer to them. What a crash leaves behind is
/// found by its staging name (Blobs/README.md).
/// </summary>
public sealed class Reception(BlobStores stores, Settlement settlement)
{
    /// <summary>Stages the content and holds it against what was announced.</summary>
    /// <exception cref="Problem">422 <c>size_mismatch</c>, <c>checksum_mismatch</c>: nothing is kept.</exception>
    /// <exception cref="BlobTooLargeException">It is longer than <paramref name="maxBytes"/>.</exception>
    public async Task<Received> StageAsync(Stream content, long maxBytes, long? announcedBytes, Sha256Hash? announcedHash, CancellationToken ct)
    {
        await using var watched = new FirstBytesStream(content);
        var store = stores.Current;
        StagedBlob staged;
        DriveMetrics.ReceivingChanged(1);
        try
        {
            staged = await store.StageAsync(watched, maxBytes, ct);
            DriveMetrics.BytesReceived(staged.Length);
        }
        finally
        {
            DriveMetrics.ReceivingChanged(-1);
        }

        var fault = announcedBytes is { } bytes && bytes != staged.Length ? Problems.SizeMismatch(bytes, staged.Length)
            : announcedHash is { } hash && hash != staged.Key.Hash ? Problems.ChecksumMismatch
            : null;
        var copy = new BlobLocation(store.Name, staged.Key);
        if (fault is null) return new(copy, staged.Length, watched.FirstBytes);
        await settlement.DiscardAsync(copy);
        throw fault;
    }

    /// <summary>
    /// Publishes staged bytes and has them referred to. The own copy goes afterwards when the content was there already or nothing came of it.
    /// Where the outcome is unknown everything stays, for clean-up to decide by what was committed.
    /// </summary>
    /// <param name="shared">True when others may refer to the same bytes at this moment, or try again later: a failure leaves the bytes alone.</param>
    /// <param name="refer">Commits the reference; answers what is referred to, or null when somebody else decides about these bytes.</param>
    /// <returns>False when the bytes are staged no more.</returns>
    public async Task<bool> ReferAsync(BlobLocation copy, bool shared, Func<Task<StoredCopy?>> refer, CancellationToken ct)
    {
        if (!await stores.Of(copy.Store).PublishAsync(copy.Key, ct)) return false;
        StoredCopy? stored;
        try
        {
            stored = await refer();
        }
        catch (Exception e) when (!shared && NothingCommitted(e))
        {
            await settlement.DiscardAsync(copy);
            throw;
        }

        if (stored is not null) await settlement.SettleAsync(copy, stored);
        return true;
    }

    /// <summary>Forgets staged bytes that nothing will refer to.</summary>
    public ValueTask DiscardAsync(BlobLocation copy) => settlement.DiscardAsync(copy);

    private static bool NothingCommitted(Exception e) =>
        e is Problem { Code: not Problems.OutcomeUnknownCode } or OperationCanceledException or PostgresException;
}
