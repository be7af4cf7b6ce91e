using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Opens contents for every head.</summary>
public sealed class Downloads(IMediator mediator, ContentBytes contents)
{
    /// <summary>The content and its bytes, to be disposed of by the caller.</summary>
    /// <param name="reveals">Whether some of that content will be sent, which makes it a download: not HEAD, nor what a condition or a range rules out.</param>
    /// <exception cref="Problem">404, 403, 409 <c>no_content</c>; 500 <c>content_damaged</c>; 503 when the bytes are not where they should be.</exception>
    public Task<(FindContent.Content Content, Stream Bytes)> OpenAsync(long itemId, long? versionId, Func<FindContent.Content, bool> reveals, CancellationToken ct) =>
        contents.OpenAsync(again => mediator.Send(new FindContent.Query(itemId, versionId, found => !again && reveals(found)), ct), ct);

    /// <summary>The same for who may be sent to the store: the bytes are null where <paramref name="elsewhere"/> says so.</summary>
    /// <param name="elsewhere">Whether that content is fetched from the store.</param>
    public async Task<(FindContent.Content Content, Stream? Bytes)> FindAsync(
        long itemId, long? versionId, Func<FindContent.Content, bool> reveals, Func<FindContent.Content, bool> elsewhere, CancellationToken ct)
    {
        var found = await mediator.Send(new FindContent.Query(itemId, versionId, reveals), ct);
        if (elsewhere(found)) return (found, null);
        return await contents.OpenAsync(again => again ? mediator.Send(new FindContent.Query(itemId, versionId, _ => false), ct) : Task.FromResult(found), ct);
    }
}
