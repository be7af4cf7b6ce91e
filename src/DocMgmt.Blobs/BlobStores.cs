namespace DocMgmt.Blobs;

/// <summary>The stores of this installation: the one that takes what is new, and those that may still have what was stored before.</summary>
/// <param name="current">Takes what is new.</param>
/// <param name="former">Are read, and cleaned up, until they are empty.</param>
public sealed class BlobStores(IBlobStore current, IEnumerable<IBlobStore> former) : IDisposable
{
    public IBlobStore Current { get; } = current;

    /// <summary>The current one first.</summary>
    public IReadOnlyList<IBlobStore> All { get; } = [current, .. former];

    /// <summary>Null when a row names a store that is not set up here.</summary>
    public IBlobStore? Find(string name) => All.FirstOrDefault(store => store.Name == name);

    /// <exception cref="BlobStoreUnavailableException">It is not set up here.</exception>
    public IBlobStore Of(string name) => Find(name) ?? throw new BlobStoreUnavailableException($"The store '{name}', which has this content, is not set up here.");

    /// <summary>Opens that copy: see <see cref="IBlobStore.OpenAsync"/>.</summary>
    public Task<Stream?> OpenAsync(BlobLocation location, CancellationToken ct) => Of(location.Store).OpenAsync(location.Key, ct);

    /// <summary>Closes those that are not the current one, which is its owner's.</summary>
    public void Dispose()
    {
        foreach (var store in All.Skip(1).OfType<IDisposable>()) store.Dispose();
    }
}
