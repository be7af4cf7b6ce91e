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

/// <summary>
/// Takes bytes in, outside of any transaction, and puts them away again when nothing came to refer to them. What a crash leaves behind is
/// found by its staging name (Blobs/README.md).
/// </summary>
public sealed partial class Reception(IMediator mediator, IBlobStore store, ILogger<Reception> log)
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
        await store.UnstageAsync(staged.Key, CancellationToken.None);
        throw fault;
    }

    /// <summary>
    /// Publishes staged bytes, has them referred to, and tidies up: the own copy goes when the content was there already or nothing came of
    /// it. Where the outcome is unknown everything stays, for clean-up to decide by what was committed.
    /// </summary>
    /// <param name="shared">True when others may refer to the same bytes at this moment, or try again later: a failure leaves the bytes alone.</param>
    /// <param name="refer">Commits the reference; answers the key that is referred to.</param>
    /// <returns>False when the bytes are staged no more.</returns>
    public async Task<bool> ReferAsync(BlobKey key, bool shared, Func<Task<string>> refer, CancellationToken ct)
    {
        if (!await store.PublishAsync(key, ct)) return false;
        string referredTo;
        try
        {
            referredTo = await refer();
        }
        catch (Exception e) when (!shared && NothingCommitted(e))
        {
            await SettleAsync(key, keep: false);
            throw;
        }

        try
        {
            await SettleAsync(key, keep: referredTo == key.ToString() || await HealsAsync(referredTo, key));
        }
        catch (Exception e) when (e is IOException or Problem or NpgsqlException)
        {
            LogLeftBehind(key, e); // What was committed stands, whatever becomes of the bytes that it does not need.
        }

        return true;
    }

    /// <summary>Whether the copy that was there already has lost its bytes, so that this one takes its place.</summary>
    private async Task<bool> HealsAsync(string referredTo, BlobKey key)
    {
        if (!BlobKey.TryParse(referredTo, out var stored)) return false;
        await using (var bytes = await store.OpenAsync(stored, CancellationToken.None))
            if (bytes is not null) return false;
        LogLost(stored, key);
        return await mediator.Send(new HealBlob.Command(referredTo, key)) == key.ToString();
    }

    /// <summary>Forgets staged bytes that nothing will refer to.</summary>
    public Task DiscardAsync(BlobKey key) => SettleAsync(key, keep: false);

    // Deleting comes before the staging name, which is what clean-up would find the rest by.
    private async Task SettleAsync(BlobKey key, bool keep)
    {
        try
        {
            if (!keep) await store.DeleteAsync(key, CancellationToken.None);
            await store.UnstageAsync(key, CancellationToken.None);
        }
        catch (IOException e)
        {
            LogLeftBehind(key, e); // The request's outcome stands; clean-up finds the name.
        }
    }

    private static bool NothingCommitted(Exception e) =>
        e is Problem { Code: not Problems.OutcomeUnknownCode } or OperationCanceledException or PostgresException;

    [LoggerMessage(Level = LogLevel.Error, Message = "The store has lost {Lost}; {Found}, just uploaded, takes its place")]
    private partial void LogLost(BlobKey lost, BlobKey found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The staging name of {Key} is left for clean-up")]
    private partial void LogLeftBehind(BlobKey key, Exception e);
}
