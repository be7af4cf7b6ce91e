namespace DocMgmt.Blobs;

/// <summary>Where one copy of some content is: in which store, under which key.</summary>
/// <param name="Store">Its <see cref="IBlobStore.Name"/>.</param>
public readonly record struct BlobLocation(string Store, BlobKey Key)
{
    /// <summary>Reads what stands in a row; false for anything that names no copy.</summary>
    public static bool TryParse(string? store, string? key, out BlobLocation location)
    {
        location = default;
        if (string.IsNullOrEmpty(store) || !BlobKey.TryParse(key, out var parsed)) return false;
        location = new(store, parsed);
        return true;
    }

    /// <summary><c>fs:ab/&lt;sha256&gt;-&lt;generation&gt;</c></summary>
    public override string ToString() => $"{Store}:{Key}";
}
