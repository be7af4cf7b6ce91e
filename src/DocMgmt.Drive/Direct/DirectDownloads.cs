using DocMgmt.Blobs;
using DocMgmt.Drive.Files;

namespace DocMgmt.Drive.Direct;

/// <summary>Contents that clients fetch from the store by themselves. Whoever sends them there has judged and noted that they may.</summary>
public sealed class DirectDownloads(DirectStores direct, BlobStores stores)
{
    /// <summary>Whether a content can be fetched from where it is: one that is still in another store can't.</summary>
    public bool Has(FindContent.Content content) => direct.Downloads is not null && stores.Find(content.Store) is IDirectBlobStore && BlobKey.TryParse(content.Key, out _);

    /// <summary>A URL that whoever has it fetches that content from.</summary>
    /// <param name="disposition">A value of Content-Disposition.</param>
    public Uri Sign(FindContent.Content content, string disposition, TimeSpan life) =>
        stores.Find(content.Store) is IDirectBlobStore store && BlobKey.TryParse(content.Key, out var key)
            ? store.SignDownload(key, content.MimeType, disposition, life)
            : throw new InvalidOperationException("This content is fetched through the service.");
}
