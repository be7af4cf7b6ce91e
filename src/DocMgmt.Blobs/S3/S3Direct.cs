using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace DocMgmt.Blobs.S3;

/// <summary>
/// What clients send to the bucket by themselves. Where the store refuses to write over an object (<c>If-None-Match: *</c>, part of the signature)
/// and the hash was announced, a short content is sent to its key itself; everything else is copied, inside the store, to where no client had a URL for.
/// </summary>
internal sealed class S3Direct(S3Bucket bucket, S3Copies copies, long signBytes)
{
    private const int HeadBytes = 512, Chunk = 256 << 10;
    private const string OnlyNew = "If-None-Match", Sha256 = "x-amz-checksum-sha256";

    /// <summary>Whether the store was seen to keep to <c>If-None-Match: *</c>.</summary>
    public bool KeepsWhatIsThere { get; private set; }

    /// <summary>Tries whether an object can be kept from being written over.</summary>
    public async Task TryConditionAsync(CancellationToken ct)
    {
        var name = S3Names.Probe + Guid.NewGuid().ToString("N");
        try
        {
            KeepsWhatIsThere = await bucket.PutAsync(name, new MemoryStream([1]), ct, onlyNew: true)
                && !await bucket.PutAsync(name, new MemoryStream([2, 2]), ct, onlyNew: true)
                && await bucket.HeadAsync(name, ct) is { ContentLength: 1 };
        }
        catch (BlobStoreUnavailableException e) when (e.InnerException is AmazonS3Exception)
        {
            KeepsWhatIsThere = false; // it does not know the header
        }

        await bucket.DeleteAsync(name, ct);
    }

    public DirectPlace NewPlace(Sha256Hash? announced, long length)
    {
        var key = BlobKey.New(announced ?? default);
        return KeepsWhatIsThere && announced is not null && length <= DirectPlace.LongestWhole
            ? new(key.ToString(), key, announced, length)
            : new(S3Names.Incoming + key.Generation, null, announced, length);
    }

    public Task<string> StartPartsAsync(DirectPlace place, CancellationToken ct) => bucket.StartMultipartAsync(ObjectOf(place), ct);

    public IReadOnlyList<DirectPart> Sign(DirectPlace place, string? partsId, int first, int most, TimeSpan life)
    {
        var count = Math.Clamp(place.PartCount - first + 1, 0, most);
        return [.. Enumerable.Range(first, count).Select(number =>
        {
            var request = new GetPreSignedUrlRequest { Key = ObjectOf(place), Verb = HttpVerb.PUT };
            request.Headers.ContentLength = place.LengthOf(number);
            if (partsId is not null) (request.UploadId, request.PartNumber) = (partsId, number);
            var headers = new Dictionary<string, string>(StringComparer.Ordinal);
            if (place.Key is { } key)
            {
                request.Headers[OnlyNew] = headers[OnlyNew] = "*";
                if (bucket.ComparesHashes) request.Headers[Sha256] = headers[Sha256] = Convert.ToBase64String(key.Hash.Bytes);
            }

            return new DirectPart(number, bucket.Sign(request, life), place.LengthOf(number), headers);
        })];
    }

    public async Task<Adopted?> AdoptAsync(DirectPlace place, string? partsId, IReadOnlyList<SentPart>? parts, CancellationToken ct)
    {
        var name = ObjectOf(place);
        // Completed before, by one who did not come to the end of it, the parts are gone and the object is there.
        if (partsId is not null && parts is { Count: > 0 })
            await bucket.CompleteMultipartAsync(name, partsId, [.. parts.OrderBy(p => p.Number).Select(p => new PartETag(p.Number, p.ETag))], ct);
        if (await bucket.HeadAsync(name, ct) is not { } sent) return null;
        return place switch
        {
            { Key: { } key } => await AdoptInPlaceAsync(key, sent, ct),
            { Announced: { } announced } => await AdoptByHashAsync(BlobKey.New(announced), name, sent, ct),
            _ => await AdoptUnknownAsync(BlobKey.New(default).Generation, name, sent, ct),
        };
    }

    public Task AbortPartsAsync(DirectPlace place, string partsId, CancellationToken ct) => bucket.AbortMultipartAsync(ObjectOf(place), partsId, ct);

    public async Task RemoveAsync(DirectPlace place, string? partsId, CancellationToken ct)
    {
        if (partsId is not null) await AbortPartsAsync(place, partsId, ct);
        await bucket.DeleteAsync(ObjectOf(place), ct);
    }

    public Uri SignDownload(BlobKey key, string contentType, string disposition, TimeSpan life) => bucket.Sign(new()
    {
        Key = S3Names.Published(key), Verb = HttpVerb.GET,
        ResponseHeaderOverrides = new() { ContentType = contentType, ContentDisposition = disposition, CacheControl = "private, no-store" },
    }, life);

    private static string ObjectOf(DirectPlace place) => place.Key is { } key ? S3Names.Published(key) : place.Name;

    /// <summary>It lies at its key already, where nobody can write over it. What the store found its hash to be needs not be read again.</summary>
    private async Task<Adopted?> AdoptInPlaceAsync(BlobKey key, GetObjectMetadataResponse sent, CancellationToken ct)
    {
        var isKnown = bucket.ComparesHashes && sent.ChecksumSHA256 == Convert.ToBase64String(key.Hash.Bytes);
        var (hash, first) = isKnown ? (key.Hash, await FirstAsync(S3Names.Published(key), sent, ct)) : await HashAsync(S3Names.Published(key), sent.ETag, sent.ContentLength, ct);
        if (hash == key.Hash) await bucket.PutAsync(S3Names.Staged(key), Stream.Null, ct, S3Names.There);
        return new(key with { Hash = hash }, sent.ContentLength, first);
    }

    /// <summary>Copied to the key that it has if it is what was announced; found by its staging name from before that.</summary>
    private async Task<Adopted?> AdoptByHashAsync(BlobKey key, string name, GetObjectMetadataResponse sent, CancellationToken ct)
    {
        await bucket.PutAsync(S3Names.Staged(key), Stream.Null, ct, S3Names.There);
        var (hash, first) = (default(Sha256Hash), Array.Empty<byte>());
        var copied = await copies.CopyAsync(name, sent.ETag, sent.ContentLength, S3Names.Published(key), ct);
        if (copied) (hash, first) = await HashCopyAsync(S3Names.Published(key), ct, () => bucket.PutAsync(S3Names.Staged(key), Stream.Null, ct, S3Names.There));
        if (hash != key.Hash)
        {
            await bucket.DeleteAsync(S3Names.Published(key), ct);
            await bucket.DeleteAsync(S3Names.Staged(key), ct);
        }

        return copied ? new(key with { Hash = hash }, sent.ContentLength, first) : null;
    }

    /// <summary>Copied, hashed, and then staged like what was received in parts.</summary>
    private async Task<Adopted?> AdoptUnknownAsync(string generation, string name, GetObjectMetadataResponse sent, CancellationToken ct)
    {
        var received = S3Names.Receiving + generation;
        if (!await copies.CopyAsync(name, sent.ETag, sent.ContentLength, received, ct)) return null;
        var (hash, first) = await HashCopyAsync(received, ct);
        var key = new BlobKey(hash, generation);
        await bucket.PutAsync(S3Names.Staged(key), Stream.Null, ct, S3Names.Elsewhere);
        return new(key, sent.ContentLength, first);
    }

    private async Task<(Sha256Hash Hash, byte[] First)> HashCopyAsync(string name, CancellationToken ct, Func<Task>? stillHere = null) => await bucket.HeadAsync(name, ct) is { } copy
        ? await HashAsync(name, copy.ETag, copy.ContentLength, ct, stillHere)
        : throw new BlobStoreUnavailableException($"The S3 store lost {name}, which it had just copied.");

    private async Task<byte[]> FirstAsync(string name, GetObjectMetadataResponse sent, CancellationToken ct)
    {
        var first = new byte[Math.Min(HeadBytes, sent.ContentLength)];
        await using var bytes = new S3Stream(bucket, name, sent.ETag, first.Length);
        await bytes.ReadExactlyAsync(first, ct);
        return first;
    }

    /// <param name="stillHere">Writes the staging name again, now and then: clean-up takes old ones for abandoned.</param>
    private async Task<(Sha256Hash Hash, byte[] First)> HashAsync(string name, string etag, long length, CancellationToken ct, Func<Task>? stillHere = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var bytes = new S3Stream(bucket, name, etag, length);
        var first = new byte[Math.Min(HeadBytes, length)];
        await bytes.ReadExactlyAsync(first, ct);
        hash.AppendData(first);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        var told = 0L;
        for (int read; (read = await bytes.ReadAsync(buffer, ct)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            if (stillHere is null || bytes.Position - told < signBytes) continue;
            await stillHere();
            told = bytes.Position;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return (new(hash.GetHashAndReset()), first);
    }
}
