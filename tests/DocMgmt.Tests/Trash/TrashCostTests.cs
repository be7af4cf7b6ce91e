using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>Putting a folder into the trash costs what its folders' narrow rows cost, however many files are in them; so does taking it out.</summary>
public class TrashCostTests(Api api)
{
    private const int Folders = 10_000, FilesEach = 9;

    [Fact]
    public async Task A_hundred_thousand_items_in_ten_thousand_folders_are_trashed_and_restored_by_the_folders_rows()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await PlantAsync(service, folder, alice);

        await alice.TrashAsync(folder);
        Assert.Equal(Folders + 1, await WrittenAsync(service, "folders", folder));
        Assert.InRange(await WrittenAsync(service, "items", folder), 1, 2); // the folder's own, and its parent's time

        await (await alice.RestoreAsync(folder)).SucceededAsync();
        Assert.Equal(Folders + 1, await WrittenAsync(service, "folders", folder));
        Assert.InRange(await WrittenAsync(service, "items", folder), 1, 2);
        Assert.Equal(1 + Folders + (Folders * FilesEach), await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE trashed_at IS NULL AND id >= $1", folder));
    }

    private static async Task PlantAsync(TestService service, long folder, TestUser alice)
    {
        await service.ExecuteAsync("""
            WITH made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
                SELECT i.drive_id, i.id, 'folder', 'g' || n, 'g' || n, $2, now(), now() FROM items i, generate_series(1, $3) n WHERE i.id = $1
                RETURNING id, drive_id, parent_id
            ), held AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                SELECT m.drive_id, m.id, 'file', 'f' || n, 'f' || n, 0, $2, now(), now() FROM made m, generate_series(1, $4) n
            )
            INSERT INTO folders (id, drive_id, path, depth)
            SELECT m.id, m.drive_id, f.path || m.id || '/', f.depth + 1 FROM made m JOIN folders f ON f.id = $1
            """, folder, alice.Id, Folders, FilesEach);
        await service.ExecuteAsync("ANALYZE items, folders");
    }

    [Fact]
    public async Task One_list_counts_no_further_folder_after_a_hundred_thousand_items()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (small, large) = (await alice.CreateFolderAsync("small"), await alice.CreateFolderAsync("large"));
        await PlantAsync(service, large, alice);
        foreach (var folder in new[] { small, large }) await alice.TrashAsync(folder); // the last comes first

        Assert.Equal([1 + Folders + (Folders * FilesEach), null], await CountsAsync(alice));
        Assert.Equal([1 + Folders + (Folders * FilesEach), 1], await CountsAsync(alice));
    }

    private static async Task<IEnumerable<long?>> CountsAsync(TestUser user) =>
        (await user.TrashedAsync()).Select(t => t.GetProperty("item_count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : (long?)null);

    /// <summary>How many rows the transaction wrote that last wrote the folder's.</summary>
    private static Task<long> WrittenAsync(TestService service, string table, long folder) =>
        service.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE xmin = (SELECT xmin FROM folders WHERE id = $1)", folder);
}
