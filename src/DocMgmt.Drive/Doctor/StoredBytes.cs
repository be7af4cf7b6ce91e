using System.Security.Cryptography;
using DocMgmt.Blobs;

namespace DocMgmt.Drive.Doctor;

/// <summary>Looks at published bytes.</summary>
internal sealed class StoredBytes(IBlobStore store)
{
    /// <summary>What is wrong with them, in words; null when nothing is.</summary>
    /// <param name="deep">Whether to hash them.</param>
    /// <exception cref="DirectoryNotFoundException">The disk is away: nothing can be said of any bytes.</exception>
    public async Task<string?> FaultAsync(string key, long length, bool deep, CancellationToken ct)
    {
        if (!BlobKey.TryParse(key, out var parsed)) return "this is no key";
        var stored = await store.LengthAsync(parsed, ct);
        if (stored is null) return "its bytes are missing";
        if (stored != length) return $"it has {stored} bytes in the store, not {length}";
        return deep ? await HashFaultAsync(parsed, ct) : null;
    }

    private async Task<string?> HashFaultAsync(BlobKey key, CancellationToken ct)
    {
        try
        {
            await using var content = await store.OpenAsync(key, ct);
            if (content is null) return "its bytes are missing";
            return new Sha256Hash(await SHA256.HashDataAsync(content, ct)) == key.Hash ? null : "its bytes have another hash";
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            return $"its bytes can't be read: {e.Message}"; // a bad sector is a finding, not the end of the examination
        }
    }
}
