using DocMgmt.Blobs;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Blobs;

/// <summary>Decides which of two copies of a content stays, the one that is referred to or another one that is staged, and gives a lost content the good one.</summary>
public sealed partial class Healing(IMediator mediator, IBlobStore store, ILogger<Healing> log)
{
    /// <summary>Whether the staged copy is to stay: it is the one that is referred to, or takes the place of that because its bytes are lost or bad.</summary>
    /// <exception cref="BlobStoreUnavailableException">The store is away.</exception>
    public async Task<bool> KeepsAsync(StoredCopy referred, BlobKey own, CancellationToken ct)
    {
        if (referred.Key == own.ToString()) return true;
        if (!BlobKey.TryParse(referred.Key, out var key) || await store.FaultAsync(key, referred.Size, referred.Suspected, ct) is not { } fault) return false;
        LogLost(key, fault, own);
        return await mediator.Send(new HealBlob.Command(referred.Key, own), ct) == own.ToString();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The copy at {Lost} is bad ({Fault}); {Found}, which was uploaded since, takes its place")]
    private partial void LogLost(BlobKey lost, string fault, BlobKey found);
}
