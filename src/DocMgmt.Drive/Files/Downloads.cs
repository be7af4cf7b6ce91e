using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Drive.Files;

/// <summary>Opens contents for every head.</summary>
public sealed partial class Downloads(IMediator mediator, IBlobStore store, ILogger<Downloads> log)
{
    /// <summary>The content and its bytes, to be disposed of by the caller.</summary>
    /// <param name="reveals">Whether some of that content will be sent, which makes it a download: not HEAD, nor what a condition or a range rules out.</param>
    /// <exception cref="Problem">404, 403, 409 <c>no_content</c>; 500 <c>content_damaged</c>; 503 when the bytes are not where they should be.</exception>
    public async Task<(FindContent.Content Content, Stream Bytes)> OpenAsync(long itemId, long? versionId, Func<FindContent.Content, bool> reveals, CancellationToken ct)
    {
        // A key may go between the two look-ups (healed, moved to another store): the row then names another one.
        FindContent.Content? seen = null;
        for (var round = 0; round < 2; round++)
        {
            var content = await mediator.Send(new FindContent.Query(itemId, versionId, found => seen is null && reveals(found)), ct);
            if (BlobKey.TryParse(content.Key, out var key) && await store.OpenAsync(key, ct) is { } bytes)
            {
                if (bytes.Length == content.SizeBytes) return (content, bytes);
                await bytes.DisposeAsync();
            }

            seen = content;
        }

        // Not the content's fault if the whole disk is away: the scrub, which looks at this one first, tells.
        await mediator.Send(new SuspectBlob.Command(seen!.Key), ct);
        LogMissing(seen.VersionId, seen.Key);
        throw Problems.Unavailable;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The content of version {VersionId} is not in the store, or not as long as it should be: {Key}")]
    private partial void LogMissing(long versionId, string key);
}
