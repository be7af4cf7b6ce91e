namespace DocMgmt.Tests.Doctor;

/// <summary>One world for many tests, of which each breaks something: it is put back as it was before the next one.</summary>
public sealed class BreakableWorld(Api api) : IAsyncLifetime
{
    private static readonly string[] Tables = ["items", "folders", "drives", "versions", "blobs", "blob_deletions", "uploads", "resumable_uploads", "resumable_pieces", "trash_sizes", "tags", "item_tags"];
    private const string SearchTexts = "item_id, drive_id, parent_id, name_text, parts_text, about_text, content_text, tags_text, form"; // its other column is made of these

    internal World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.StartAsync(api);
        foreach (var table in Tables) await World.Service.ExecuteAsync($"CREATE TABLE whole_{table} AS TABLE {table}");
        await World.Service.ExecuteAsync($"CREATE TABLE whole_search_texts AS SELECT {SearchTexts} FROM search_texts");
    }

    public Task RestoreAsync() =>
        World.BreakAsync(string.Join(';', Tables.Select(t => $"DELETE FROM {t}; INSERT INTO {t} OVERRIDING SYSTEM VALUE SELECT * FROM whole_{t}"))
            + $"; DELETE FROM search_texts; INSERT INTO search_texts ({SearchTexts}) SELECT {SearchTexts} FROM whole_search_texts");

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
