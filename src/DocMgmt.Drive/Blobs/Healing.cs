using DocMgmt.Blobs;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>Decides which of two copies of a content stays, the one that is referred to or another one that is staged, and gives a lost content the good one.</summary>
public sealed partial class Healing(IMediator mediator, BlobStores stores, ILogger<Healing> log)
{
    /// <summary>Whether the staged copy is to stay: it is the one that is referred to, or takes the place of that because its bytes are lost or bad.</summary>
    /// <exception cref="BlobStoreUnavailableException">The store is away.</exception>
    public async Task<bool> KeepsAsync(StoredCopy referred, BlobLocation own, CancellationToken ct)
    {
        if (!BlobLocation.TryParse(referred.Store, referred.Key, out var other)) return false;
        if (other == own) return true;
        if (await stores.Of(other.Store).FaultAsync(other.Key, referred.Size, referred.Suspected, ct) is not { } fault) return false;
        LogLost(other, fault, own);
        return await mediator.Send(new HealBlob.Command(other, own), ct) == own;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy at {Lost} is bad ({Fault}); {Found}, which was uploaded since, takes its place")]
    private partial void LogLost(BlobLocation lost, string fault, BlobLocation found);
}
