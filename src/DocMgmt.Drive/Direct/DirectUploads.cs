using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Direct;

/// <summary>Where the client of an announced upload sends its bytes.</summary>
/// <param name="Parts">Null: to this service.</param>
/// <param name="PartCount">Of all parts.</param>
/// <param name="InParts">Whether they come in parts, which the client names when it completes.</param>
public sealed record UploadPlaces(long SizeBytes, IReadOnlyList<DirectPart>? Parts, int PartCount, bool InParts, DateTime ExpiresAt);

/// <summary>Announced uploads whose bytes go straight to the store, for every head.</summary>
public sealed partial class DirectUploads(IMediator mediator, BlobStores stores, DirectStores direct, DirectAdoptions adoptions, TimeProvider clock, ILogger<DirectUploads> log)
{
    /// <summary>Whether uploads that are announced now go straight to the store.</summary>
    public bool IsOn => direct.Uploads is not null;

    /// <summary>URLs for parts of a pending upload of the caller's own.</summary>
    /// <param name="first">The number of the first one, from 1.</param>
    /// <param name="most">How many at most.</param>
    /// <exception cref="Problem">404; 409 <c>upload_completed</c>.</exception>
    public async Task<UploadPlaces> PlacesAsync(long versionId, int first, int most, CancellationToken ct)
    {
        var upload = await mediator.Send(new FindDirectUpload.Query(versionId), ct);
        if (upload.Place is not { } place) return new(upload.SizeBytes, null, 1, false, default);
        var store = StoreOf(upload);
        var partsId = upload.DirectId ?? (place.InParts ? await StartPartsAsync(store, upload, place, ct) : null);
        return new(upload.SizeBytes, store.Sign(place, partsId, first, most, DirectStores.UploadLife), place.PartCount, place.InParts, clock.GetUtcNow().UtcDateTime + DirectStores.UploadLife);
    }

    /// <summary>Adopts what the client sent, so that it is staged like bytes that came through the service.</summary>
    /// <param name="parts">What the store answered to each part; null where they come whole.</param>
    /// <returns>False when the upload's bytes come through the service.</returns>
    /// <exception cref="Problem">409 <c>upload_incomplete</c>; 422 <c>size_mismatch</c>, <c>checksum_mismatch</c>; 415.</exception>
    public async Task<bool> AdoptAsync(long versionId, IReadOnlyList<SentPart>? parts, CancellationToken ct)
    {
        var upload = await mediator.Send(new FindDirectUpload.Query(versionId), ct);
        if (upload.Place is not { } place) return false;
        if (place.InParts && upload.DirectId is null) throw Problems.UploadIncomplete;
        await adoptions.RunAsync(StoreOf(upload), upload, parts, ct);
        return true;
    }

    /// <summary>Removes what a client sent, where that can be done now; clean-up finds the rest.</summary>
    internal async Task RemoveAsync(DirectUpload upload)
    {
        if (upload.Place is not { } place) return;
        try
        {
            await StoreOf(upload).RemoveAsync(place, upload.DirectId, CancellationToken.None);
        }
        catch (IOException e)
        {
            LogLeftBehind(place.Name, e);
        }
    }

    private async Task<string> StartPartsAsync(IDirectBlobStore store, DirectUpload upload, DirectPlace place, CancellationToken ct)
    {
        var started = await store.StartPartsAsync(place, ct);
        var noted = await mediator.Send(new NoteParts.Command(upload.VersionId, place.Name, started), ct);
        if (noted != started) await store.AbortPartsAsync(place, started, CancellationToken.None);
        return noted ?? throw Problems.NotFound;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was sent to {Place} is left for clean-up")]
    private partial void LogLeftBehind(string place, Exception e);

    private IDirectBlobStore StoreOf(DirectUpload upload) => stores.Of(upload.DirectStore!) as IDirectBlobStore
        ?? throw new BlobStoreUnavailableException($"Nothing can be sent straight to the store '{upload.DirectStore}'.");
}
