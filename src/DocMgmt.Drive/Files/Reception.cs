using System.Security.Cryptography;
using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DocMgmt.Drive.Files;

/// <summary>Bytes that were received in full and are what was announced.</summary>
/// <param name="FirstBytes">Up to 512, for telling the MIME type.</param>
public sealed record Received(StagedBlob Blob, byte[] FirstBytes);

/// <summary>The copy of a content that was referred to.</summary>
/// <param name="Key">Empty when nothing was.</param>
/// <param name="Suspected">Somebody's proof of possession failed against it: it is to be looked at before another copy is dropped for it.</param>
public sealed record StoredCopy(string Key, bool Suspected);

/// <summary>
/// Takes bytes in, outside of any transaction, and puts them away again when nothing came to refer to them. What a crash leaves behind is
/// found by its staging name (Blobs/README.md).
/// </summary>
public sealed partial class Reception(IMediator mediator, IBlobStore store, Settlement settlement, ILogger<Reception> log)
{
    /// <summary>Stages the content and holds it against what was announced.</summary>
    /// <exception cref="Problem">422 <c>size_mismatch</c>, <c>checksum_mismatch</c>: nothing is kept.</exception>
    /// <exception cref="BlobTooLargeException">It is longer than <paramref name="maxBytes"/>.</exception>
    public async Task<Received> StageAsync(Stream content, long maxBytes, long? announcedBytes, Sha256Hash? announcedHash, CancellationToken ct)
    {
        await using var watched = new FirstBytesStream(content);
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
        if (fault is null) return new(staged, watched.FirstBytes);
        await settlement.DiscardAsync(staged.Key);
        throw fault;
    }

    /// <summary>
    /// Publishes staged bytes and has them referred to. The own copy goes afterwards when the content was there already or nothing came of it.
    /// Where the outcome is unknown everything stays, for clean-up to decide by what was committed.
    /// </summary>
    /// <param name="shared">True when others may refer to the same bytes at this moment, or try again later: a failure leaves the bytes alone.</param>
    /// <param name="refer">Commits the reference; answers what is referred to.</param>
    /// <returns>False when the bytes are staged no more.</returns>
    public async Task<bool> ReferAsync(BlobKey key, bool shared, Func<Task<StoredCopy>> refer, CancellationToken ct)
    {
        if (!await store.PublishAsync(key, ct)) return false;
        StoredCopy stored;
        try
        {
            stored = await refer();
        }
        catch (Exception e) when (!shared && NothingCommitted(e))
        {
            await settlement.DiscardAsync(key);
            throw;
        }

        try
        {
            if (await IsGoodAsync(stored, key) ? stored.Key == key.ToString() : await HealsAsync(stored, key)) await settlement.KeepAsync(key);
            else await settlement.DiscardAsync(key);
        }
        catch (Exception e) when (e is IOException or Problem or NpgsqlException)
        {
            LogLeftBehind(key, e); // What was committed stands, whatever becomes of the bytes that it does not need.
        }

        return true;
    }

    /// <summary>Forgets staged bytes that nothing will refer to.</summary>
    public ValueTask DiscardAsync(BlobKey key) => settlement.DiscardAsync(key);

    // Looked at also where it is our own, so that the answer takes as long.
    private async Task<bool> IsGoodAsync(StoredCopy stored, BlobKey own)
    {
        if (!BlobKey.TryParse(stored.Key, out var key)) return true; // nothing was referred to
        await using var bytes = await store.OpenAsync(key, CancellationToken.None);
        return bytes is not null && (!stored.Suspected || key == own || new Sha256Hash(await SHA256.HashDataAsync(bytes)) == key.Hash);
    }

    /// <summary>Whether this copy takes the place of the one that was there already and is bad.</summary>
    private async Task<bool> HealsAsync(StoredCopy stored, BlobKey key)
    {
        LogLost(stored.Key, key);
        return await mediator.Send(new HealBlob.Command(stored.Key, key)) == key.ToString();
    }

    private static bool NothingCommitted(Exception e) =>
        e is Problem { Code: not Problems.OutcomeUnknownCode } or OperationCanceledException or PostgresException;

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy at {Lost} is lost or damaged; {Found}, just uploaded, takes its place")]
    private partial void LogLost(string lost, BlobKey found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The staging name of {Key} is left for clean-up")]
    private partial void LogLeftBehind(BlobKey key, Exception e);
}
