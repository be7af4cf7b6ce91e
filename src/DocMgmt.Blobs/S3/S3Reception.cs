using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3.Model;
using DocMgmt.Blobs.FileSystem;

namespace DocMgmt.Blobs.S3;

/// <summary>
/// Takes content in, hashes it and leaves it under a staging name. One that fits into a part is sent whole, under that name; of a longer one each
/// part is sent as soon as it is full, while the next one is being received.
/// </summary>
internal sealed class S3Reception(S3Bucket bucket, S3Options options)
{
    private const int Chunk = 64 << 10;
    private const int PartsOfOneSize = 1_000;

    public async Task<StagedBlob> StageAsync(LimitedSource source, CancellationToken ct)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var count = await source.FillAsync(chunk, ct);
            if (count == chunk.Length) return await StageLongAsync(source, chunk, ct);
            var key = BlobKey.New(new(SHA256.HashData(chunk.AsSpan(0, count))));
            await bucket.PutAsync(S3Names.Staged(key), new MemoryStream(chunk, 0, count, writable: false), ct);
            return new(key, source.Length);
        }
        catch (IOException e) when (Posix.IsFull(e)) // the spool's disk
        {
            throw new BlobStoreFullException(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async Task<StagedBlob> StageLongAsync(LimitedSource source, byte[] chunk, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Spool filling = new(options.SpoolDirectory), sending = new(options.SpoolDirectory);
        Append(filling, hash, chunk);
        if (await FillAsync(filling, hash, source, chunk, options.PartBytes, ct))
        {
            var key = BlobKey.New(new(hash.GetHashAndReset()));
            await bucket.PutAsync(S3Names.Staged(key), filling.Content(), ct);
            return new(key, source.Length);
        }

        var generation = BlobKey.New(default).Generation;
        await SendPartsAsync(S3Names.Receiving + generation, source, hash, (filling, sending), chunk, ct);
        var received = new BlobKey(new(hash.GetHashAndReset()), generation);
        await bucket.PutAsync(S3Names.Staged(received), Stream.Null, ct, S3Names.Elsewhere);
        return new(received, source.Length);
    }

    /// <summary>Sends the full part and all that follow.</summary>
    private async Task SendPartsAsync(string name, LimitedSource source, IncrementalHash hash, (Spool Filling, Spool Sending) spools, byte[] chunk, CancellationToken ct)
    {
        var uploadId = await bucket.StartMultipartAsync(name, ct);
        var parts = new List<PartETag>();
        try
        {
            for (var (last, (filling, sending)) = (false, spools); ;)
            {
                (filling, sending) = (sending, filling);
                var sent = bucket.PutPartAsync(name, uploadId, parts.Count + 1, sending.Content(), ct);
                try
                {
                    if (!last) last = await FillAsync(filling, hash, source, chunk, PartBytes(parts.Count + 1), ct);
                }
                finally
                {
                    await ((Task)sent).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // whatever comes of the rest, it still reads the file
                }

                parts.Add(await sent);
                if (filling.Length == 0) break;
                sending.Clear();
            }

            if (!await bucket.CompleteMultipartAsync(name, uploadId, parts, ct)) throw new BlobStoreUnavailableException("The S3 store lost parts of what it was sent.");
        }
        catch
        {
            await bucket.GiveUpAsync(name, uploadId);
            throw;
        }
    }

    /// <summary>Receives until the part is full or the content ends.</summary>
    /// <returns>Whether it ended.</returns>
    private static async Task<bool> FillAsync(Spool part, IncrementalHash hash, LimitedSource source, byte[] chunk, long partBytes, CancellationToken ct)
    {
        while (part.Length < partBytes)
        {
            var count = await source.FillAsync(chunk, ct);
            Append(part, hash, chunk.AsSpan(0, count));
            if (count < chunk.Length) return true;
        }

        return false;
    }

    private static void Append(Spool part, IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        part.Append(bytes);
    }

    private long PartBytes(int before) => options.PartBytes << Math.Min(before / PartsOfOneSize, 9);
}
