using System.Buffers;
using System.Security.Cryptography;

namespace DocMgmt.Blobs.FileSystem;

/// <summary>
/// Copies a long source into a file while hashing it, in two buffers whatever the length: while one thread hashes a chunk, another writes it
/// and reads the next. Buffers grow while that other one has to wait for the hash, where fewer and larger chunks spare work, and shrink when
/// the source is the slower, so that hundreds of slow clients hold little.
/// </summary>
internal static class HashingCopy
{
    public const int SmallestBuffer = 64 << 10;
    public const int LargestBuffer = 512 << 10;

    /// <param name="chunk">The first bytes of the source, filled in full. Given back to the pool here.</param>
    /// <returns>The hash of everything up to the source's end.</returns>
    public static async Task<Sha256Hash> ToEndAsync(LimitedSource source, byte[] chunk, StagingFile file, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = SmallestBuffer;
        var count = chunk.Length;
        while (count == chunk.Length)
        {
            var bytes = chunk;
            var hashing = Task.Run(() => hash.AppendData(bytes), CancellationToken.None);
            try
            {
                file.Append(bytes);
                chunk = ArrayPool<byte>.Shared.Rent(size);
                count = await source.FillAsync(chunk, ct);
                size = hashing.IsCompleted ? Math.Max(size / 2, SmallestBuffer) : Math.Min(size * 2, LargestBuffer);
            }
            finally
            {
                await hashing; // even when writing or reading failed: it still uses the hash and the bytes
            }
            ArrayPool<byte>.Shared.Return(bytes); // buffers of a failed upload are left to the garbage collector
        }
        hash.AppendData(chunk, 0, count);
        file.Append(chunk.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(chunk);
        return new(hash.GetHashAndReset());
    }
}
