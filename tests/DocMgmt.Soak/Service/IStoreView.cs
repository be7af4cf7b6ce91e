namespace DocMgmt.Soak.Service;

/// <summary>The store of an installation as it is seen without the service. Names are <c>blobs/ab/…</c> and <c>staging/…</c>.</summary>
internal interface IStoreView
{
    /// <summary>What the service is told of it, as in the environment.</summary>
    IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>The names that begin so, without that beginning, and their lengths in bytes.</summary>
    Task<Dictionary<string, long>> ListAsync(string prefix);

    Task<byte[]> ReadAsync(string name);

    /// <summary>Makes what is staged look as if it was last written a day ago, so that clean-up takes it for abandoned.</summary>
    /// <returns>False where nobody can: then it stays.</returns>
    bool AgeStaged();
}

/// <summary>A folder.</summary>
/// <param name="root">Holds <c>blobs/</c> and <c>staging/</c>.</param>
internal sealed class FolderView(string root) : IStoreView
{
    public IReadOnlyList<(string Name, string Value)> Settings => [];

    public Task<Dictionary<string, long>> ListAsync(string prefix)
    {
        var folder = Path.Combine(root, prefix);
        return Task.FromResult(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), f => new FileInfo(f).Length));
    }

    public Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(Path.Combine(root, name));

    public bool AgeStaged()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(root, "staging"))) File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddDays(-1));
        return true;
    }
}
