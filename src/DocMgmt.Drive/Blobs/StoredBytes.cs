using System.Buffers;
using System.Security.Cryptography;
using DocMgmt.Blobs;

namespace DocMgmt.Drive.Blobs;

/// <summary>Holds stored bytes against what is known of them.</summary>
internal static class StoredBytes
{
    private const int Chunk = 128 * 1024;

    /// <summary>What is wrong with the bytes under that key, in words; null when nothing is. Takes constant memory.</summary>
    /// <param name="size">What they are to be long, in bytes.</param>
    /// <param name="hash">Whether to read and hash them all.</param>
    /// <exception cref="BlobStoreUnavailableException">The store is away: nothing can be said of any bytes.</exception>
    public static async Task<string?> FaultAsync(this IBlobStore store, BlobKey key, long size, bool hash, CancellationToken ct)
    {
        try
        {
            await using var bytes = await store.OpenAsync(key, ct);
            if (bytes is null) return "its bytes are missing";
            if (bytes.Length != size) return $"it has {bytes.Length} bytes in the store, not {size}";
            return !hash || await HashAsync(bytes, ct) == key.Hash ? null : "its bytes have another hash";
        }
        catch (IOException e) when (e is not BlobStoreUnavailableException)
        {
            return $"its bytes can't be read: {e.Message}";
        }
    }

    private static async Task<Sha256Hash> HashAsync(Stream bytes, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        for (int read; (read = await bytes.ReadAsync(buffer, ct)) > 0;) hash.AppendData(buffer.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(buffer);
        return new(hash.GetHashAndReset());
    }
}
