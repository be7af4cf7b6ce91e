namespace DocMgmt.Tests.Doctor;

/// <summary>One world for many tests, of which each breaks something: it is put back as it was before the next one.</summary>
public sealed class BreakableWorld(Api api) : IAsyncLifetime
{
    private static readonly string[] Tables = ["items", "folders", "drives", "versions", "blobs", "blob_deletions", "uploads", "trash_sizes", "tags", "item_tags"];

    internal World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.StartAsync(api);
        foreach (var table in Tables) await World.Service.ExecuteAsync($"CREATE TABLE whole_{table} AS TABLE {table}");
    }

    public Task RestoreAsync() =>
        World.BreakAsync(string.Join(';', Tables.Select(t => $"DELETE FROM {t}; INSERT INTO {t} OVERRIDING SYSTEM VALUE SELECT * FROM whole_{t}")));

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
