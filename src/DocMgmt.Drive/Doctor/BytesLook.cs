using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;

namespace DocMgmt.Drive.Doctor;

/// <summary>Looks at published bytes.</summary>
internal sealed class BytesLook(BlobStores stores)
{
    /// <summary>What is wrong with them, in words; null when nothing is.</summary>
    /// <param name="deep">Whether to hash them.</param>
    /// <exception cref="BlobStoreUnavailableException">The store is away: nothing can be said of any bytes.</exception>
    public async Task<string?> FaultAsync(string inStore, string key, long length, bool deep, CancellationToken ct)
    {
        if (stores.Find(inStore) is not { } store) return $"its store, {inStore}, is not set up here";
        if (!BlobKey.TryParse(key, out var parsed)) return "this is no key";
        var stored = await store.LengthAsync(parsed, ct);
        if (stored is null) return "its bytes are missing";
        if (stored != length) return $"it has {stored} bytes in the store, not {length}";
        return deep ? await store.FaultAsync(parsed, length, hash: true, ct) : null;
    }
}
