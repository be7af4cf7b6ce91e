using Amazon.S3.Model;

namespace DocMgmt.Blobs.S3;

/// <summary>Copies objects inside the store: no byte passes through here.</summary>
internal sealed class S3Copies(S3Bucket bucket, S3Options options)
{
    private const int AtOnce = 4;
    private const long MostParts = 10_000;

    /// <summary>Copies exactly that state of an object, or nothing.</summary>
    /// <returns>False when the source is gone or was written again.</returns>
    public async Task<bool> CopyAsync(string source, string etag, long length, string target, CancellationToken ct)
    {
        if (length <= options.CopyBytes) return await bucket.CopyAsync(source, etag, target, ct);
        var step = Math.Max(options.CopyBytes, (length + MostParts - 1) / MostParts);
        var uploadId = await bucket.StartMultipartAsync(target, ct);
        try
        {
            var parts = new PartETag?[(int)((length + step - 1) / step)];
            await Parallel.ForAsync(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, limited) =>
                parts[i] = await bucket.CopyPartAsync(source, etag, target, uploadId, i + 1, i * step, Math.Min((i + 1) * step, length) - 1, limited));
            if (!parts.Contains(null)) return await bucket.CompleteMultipartAsync(target, uploadId, [.. parts.OfType<PartETag>()], ct);
            await bucket.AbortMultipartAsync(target, uploadId, ct);
            return false;
        }
        catch
        {
            await bucket.GiveUpAsync(target, uploadId);
            throw;
        }
    }
}
