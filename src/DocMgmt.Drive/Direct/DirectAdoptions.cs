using System.Collections.Concurrent;
using DocMgmt.Blobs;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Drive.Direct;

/// <summary>
/// Adopts what clients sent to the store: one adoption an upload, however many ask for it, and to its end even when nobody waits any more, since to
/// read a long content back takes longer than many a client's patience: who asks again finds it done.
/// </summary>
public sealed class DirectAdoptions(IServiceScopeFactory scopes, UploadLimits limits)
{
    private readonly ConcurrentDictionary<(long VersionId, string Name), Lazy<Task>> running = [];

    internal Task RunAsync(IDirectBlobStore store, DirectUpload upload, IReadOnlyList<SentPart>? parts, CancellationToken ct)
    {
        var key = (upload.VersionId, upload.DirectName!);
        return running.GetOrAdd(key, _ => new(() => Task.Run(async () =>
        {
            try
            {
                await AdoptAsync(store, upload, parts);
            }
            finally
            {
                running.TryRemove(key, out var _);
            }
        }, CancellationToken.None))).Value.WaitAsync(ct);
    }

    private async Task AdoptAsync(IDirectBlobStore store, DirectUpload upload, IReadOnlyList<SentPart>? parts)
    {
        var place = upload.Place!;
        if (await store.AdoptAsync(place, upload.DirectId, parts, CancellationToken.None) is not { } adopted) throw Problems.UploadIncomplete;

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        var (mediator, reception) = (scope.ServiceProvider.GetRequiredService<IMediator>(), scope.ServiceProvider.GetRequiredService<Reception>());
        var copy = new BlobLocation(store.Name, adopted.Key);
        var mimeType = MimeType.Of(upload.MimeType, upload.ItemName, adopted.FirstBytes);
        if (FaultOf(upload, adopted, mimeType) is { } fault)
        {
            await RenewAsync(mediator, store, upload);
            await reception.DiscardAsync(copy);
            throw fault;
        }

        var noted = await mediator.Send(new NoteAdopted.Command(upload.VersionId, place.Name, copy, mimeType), CancellationToken.None);
        // What lies at the client's own place is never ours to delete here: somebody else may have adopted the same bytes, and completed.
        if (!noted.IsNoted && place.Key is null) await reception.DiscardAsync(copy);
        if (noted.Replaced is { } replaced) await reception.DiscardAsync(replaced);
        if (place.Key is null) await store.RemoveAsync(place, upload.DirectId, CancellationToken.None);
    }

    private Problem? FaultOf(DirectUpload upload, Adopted adopted, string mimeType) =>
        adopted.Length != upload.SizeBytes ? Problems.SizeMismatch(upload.SizeBytes, adopted.Length)
        : upload.Sha256 is { } announced && announced != adopted.Key.Hash ? Problems.ChecksumMismatch
        : limits.Allows(mimeType) ? null
        : Problems.TypeNotAllowed(mimeType);

    // What may be at the old place is not removed by whoever else looks at it at this moment: it has no name in the upload any more.
    private static async Task RenewAsync(IMediator mediator, IDirectBlobStore store, DirectUpload upload)
    {
        var next = store.NewPlace(upload.Sha256, upload.SizeBytes);
        if (await mediator.Send(new RenewPlace.Command(upload.VersionId, upload.DirectName!, next.Name, store.Name), CancellationToken.None))
            await store.RemoveAsync(upload.Place!, upload.DirectId, CancellationToken.None);
    }
}
