using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Files;

/// <summary>From the row of a content to its bytes.</summary>
public sealed partial class ContentBytes(IMediator mediator, BlobStores stores, ILogger<ContentBytes> log)
{
    /// <summary>The content and its bytes, to be disposed of by the caller.</summary>
    /// <param name="find">Reads the content's row; told whether it does so again.</param>
    /// <param name="suspects">False: bytes that are missing are nothing new.</param>
    /// <exception cref="Problem">503 when the bytes are not where they should be; what <paramref name="find"/> throws.</exception>
    /// <exception cref="IOException">Whatever is there can't be read.</exception>
    public async Task<(FindContent.Content Content, Stream Bytes)> OpenAsync(Func<bool, Task<FindContent.Content>> find, CancellationToken ct, bool suspects = true)
    {
        // A key may go between the two look-ups (healed, moved to another store): the row then names another one.
        FindContent.Content? seen = null;
        for (var round = 0; round < 2; round++)
        {
            var content = await find(seen is not null);
            if (BlobLocation.TryParse(content.Store, content.Key, out var location) && await stores.OpenAsync(location, ct) is { } bytes)
            {
                if (bytes.Length == content.SizeBytes) return (content, bytes);
                await bytes.DisposeAsync();
            }

            seen = content;
        }

        if (suspects) await SuspectAsync(seen!, ct);
        throw Problems.Unavailable;
    }

    /// <summary>Says that the bytes are not there, or not all. Not the content's fault if the whole disk is away: the scrub, which looks at this one first, tells.</summary>
    public async Task SuspectAsync(FindContent.Content content, CancellationToken ct)
    {
        await mediator.Send(new SuspectBlob.Command(content.Store, content.Key), ct);
        LogMissing(content.VersionId, content.Key);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of version {VersionId} is not in the store, or not as long as it should be: {Key}")]
    private partial void LogMissing(long versionId, string key);
}
