using System.Net;
using Amazon.Runtime;

namespace DocMgmt.Blobs.S3;

/// <summary>
/// Blobs as objects of one bucket of an S3 store; <see cref="S3Names"/> shows how they lie. A staging name is written before the key is, and goes
/// after it, so after a crash each key has a committed reference, a note of its deletion, or a staging name to be found by.
/// </summary>
public sealed class S3BlobStore : IDirectBlobStore, IDisposable
{
    // Longer than the longest life of an upload and of its last URL.
    private static readonly TimeSpan LongestSending = TimeSpan.FromHours(49);

    // An object does not show that it is still being written, or read back.
    private static readonly TimeSpan LongestWork = TimeSpan.FromDays(7);

    private readonly S3Options options;
    private readonly S3Bucket bucket;
    private readonly S3Reception reception;
    private readonly S3Copies copies;
    private readonly S3Direct direct;

    public S3BlobStore(S3Options options)
    {
        this.options = options;
        bucket = new(options);
        (reception, copies) = (new(bucket, options), new(bucket, options));
        direct = new(bucket, copies, options.SignBytes);
        Pieces = new S3Pieces(bucket, options);
    }

    public const string StoreName = "s3";

    public string Name => StoreName;
    public IPieceStore Pieces { get; }

    public async Task PrepareAsync(CancellationToken ct)
    {
        try
        {
            if (!await bucket.ExistsAsync(ct)) await bucket.CreateAsync(ct);
            await CheckAsync(ct);
            await direct.TryConditionAsync(ct);
        }
        catch (BlobStoreUnavailableException e) when (e.InnerException is AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.NotFound })
        {
            throw new BlobStoreRefusedException($"{e.Message} Are its address, the bucket, the keys and the region right?", e);
        }
    }

    public Task<StagedBlob> StageAsync(Stream content, long maxLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        return reception.StageAsync(new(content, maxLength), ct);
    }

    // The copy is one of the state that was just looked at: who gives the bytes up meanwhile has changed that.
    public async Task<bool> PublishAsync(BlobKey key, CancellationToken ct)
    {
        var (name, published) = (S3Names.Staged(key), S3Names.Published(key));
        var staged = await bucket.HeadAsync(name, ct);
        var place = staged?.Metadata[S3Names.Place];
        if (place == S3Names.There) return await bucket.HeadAsync(published, ct) is not null;
        if (place == S3Names.Elsewhere) staged = await bucket.HeadAsync(name = S3Names.Received(key), ct);
        if (place != S3Names.Gone && staged is not null && await copies.CopyAsync(name, staged.ETag, staged.ContentLength, published, ct)) return true;
        return place != S3Names.Gone && await bucket.HeadAsync(published, ct) is not null;
    }

    public async Task UnstageAsync(BlobKey key, CancellationToken ct)
    {
        if (await bucket.HeadAsync(S3Names.Staged(key), ct) is not { } staged) return;
        if (staged.Metadata[S3Names.Place] == S3Names.Elsewhere) await bucket.DeleteAsync(S3Names.Received(key), ct);
        await bucket.DeleteAsync(S3Names.Staged(key), ct);
    }

    // Written over first: nobody publishes it from here on. Who does so at this very moment leaves a key that is noted for deletion (Blobs/README.md of the drive).
    public async Task DiscardAsync(BlobKey key, CancellationToken ct)
    {
        if (await bucket.HeadAsync(S3Names.Staged(key), ct) is not null) await bucket.PutAsync(S3Names.Staged(key), Stream.Null, ct, S3Names.Gone);
        await bucket.DeleteAsync(S3Names.Received(key), ct);
        await bucket.DeleteAsync(S3Names.Published(key), ct);
        await bucket.DeleteAsync(S3Names.Staged(key), ct);
    }

    public async Task<Stream?> OpenAsync(BlobKey key, CancellationToken ct) => await FindAsync(key, ct) is { } found
        ? new S3Stream(bucket, S3Names.Published(key), found.ETag, found.ContentLength)
        : null;

    public async Task<long?> LengthAsync(BlobKey key, CancellationToken ct) => (await FindAsync(key, ct))?.ContentLength;

    public async Task<bool> IsStagedAsync(BlobKey key, CancellationToken ct) => await bucket.HeadAsync(S3Names.Staged(key), ct) is not null;

    public async IAsyncEnumerable<BlobObject> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in bucket.ListAsync(S3Names.Blobs, ct))
        {
            var name = found.Key[S3Names.Blobs.Length..];
            yield return new(name, BlobKey.TryParse(name, out var key) && key.ToString() == name ? key : null);
        }
    }

    public Task DeleteAsync(BlobKey key, CancellationToken ct) => bucket.DeleteAsync(S3Names.Published(key), ct);

    public async IAsyncEnumerable<BlobKey> ListStagedAsync(DateTime olderThan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in bucket.ListAsync(S3Names.Staging, ct))
        {
            if (found.LastModified < olderThan && BlobKey.TryParse(found.Key[S3Names.Staging.Length..], out var key)) yield return key;
        }
    }

    /// <summary>Multipart uploads of ours that broke off, and bytes that no staging name came to speak of.</summary>
    public async Task<int> DeletePartialAsync(DateTime olderThan, CancellationToken ct)
    {
        var deleted = await DeleteIncomingAsync(olderThan - LongestSending, ct);
        olderThan -= LongestWork;
        foreach (var prefix in new[] { S3Names.Receiving, S3Names.Blobs }) deleted += await AbortMultipartsAsync(prefix, olderThan, ct);

        var old = await bucket.ListAsync(S3Names.Receiving, ct).Where(o => o.LastModified < olderThan).Select(o => o.Key).ToListAsync(ct);
        if (old.Count == 0) return deleted;
        // Asked afterwards: a staging name is written after its bytes, and they go before it.
        var spokenOf = await bucket.ListAsync(S3Names.Staging, ct).Select(o => S3Names.Receiving + o.Key[(o.Key.LastIndexOf('-') + 1)..]).ToHashSetAsync(StringComparer.Ordinal, ct);
        foreach (var name in old.Where(name => !spokenOf.Contains(name)))
        {
            await bucket.DeleteAsync(name, ct);
            deleted++;
        }

        return deleted;
    }

    public DirectPlace NewPlace(Sha256Hash? announced, long length) => direct.NewPlace(announced, length);
    public Task<string> StartPartsAsync(DirectPlace place, CancellationToken ct) => direct.StartPartsAsync(place, ct);
    public IReadOnlyList<DirectPart> Sign(DirectPlace place, string? partsId, int first, int most, TimeSpan life) => direct.Sign(place, partsId, first, most, life);
    public Task<Adopted?> AdoptAsync(DirectPlace place, string? partsId, IReadOnlyList<SentPart>? parts, CancellationToken ct) => direct.AdoptAsync(place, partsId, parts, ct);
    public Task AbortPartsAsync(DirectPlace place, string partsId, CancellationToken ct) => direct.AbortPartsAsync(place, partsId, ct);
    public Task RemoveAsync(DirectPlace place, string? partsId, CancellationToken ct) => direct.RemoveAsync(place, partsId, ct);
    public Uri SignDownload(BlobKey key, string contentType, string disposition, TimeSpan life) => direct.SignDownload(key, contentType, disposition, life);

    public Task CheckAsync(CancellationToken ct) => bucket.PutAsync(S3Names.Probe + "check", new MemoryStream([1]), ct);

    public void Dispose() => bucket.Dispose();

    // What a client sends after its upload has ended is found by its age.
    private async Task<int> DeleteIncomingAsync(DateTime olderThan, CancellationToken ct)
    {
        var deleted = await AbortMultipartsAsync(S3Names.Incoming, olderThan, ct);
        await foreach (var found in bucket.ListAsync(S3Names.Incoming, ct))
        {
            if (found.LastModified >= olderThan) continue;
            await bucket.DeleteAsync(found.Key, ct);
            deleted++;
        }

        return deleted;
    }

    private async Task<int> AbortMultipartsAsync(string prefix, DateTime olderThan, CancellationToken ct)
    {
        var aborted = 0;
        await foreach (var upload in bucket.ListMultipartsAsync(prefix, ct))
        {
            if (upload.Initiated >= olderThan) continue;
            await bucket.AbortMultipartAsync(upload.Key, upload.UploadId, ct);
            aborted++;
        }

        return aborted;
    }

    private Task<Amazon.S3.Model.GetObjectMetadataResponse?> FindAsync(BlobKey key, CancellationToken ct) => bucket.FindAsync(S3Names.Published(key), ct);
}
