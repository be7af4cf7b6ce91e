using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

public class UploadWorkTests(Api api)
{
    private const int Children = 10_000, Uploads = 20;

    /// <summary>Most folders have one child, so the planner takes any for one that has: the names' own index must still look better than the parent's.</summary>
    [Fact]
    public async Task A_name_is_found_without_reading_its_folder()
    {
        await using var service = await api.StartAsync();
        await service.PauseJobsAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("many");
        await service.ExecuteAsync("""
            WITH small AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
                SELECT drive_id, id, 'folder', 'folder ' || n, CAST(n AS text), created_by, now(), now() FROM items, generate_series(1, CAST($2 AS integer)) n WHERE id = $1
                RETURNING id, drive_id, parent_id, created_by
            ),
            folders AS (
                INSERT INTO folders (id, drive_id, path, depth) SELECT m.id, m.drive_id, f.path || m.id || '/', f.depth + 1 FROM small m JOIN folders f ON f.id = m.parent_id
            )
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT s.drive_id, s.id, 'file', 'file', 'file', 0, s.created_by, now(), now() FROM small s
            """, folder, Children);
        await service.ExecuteAsync("ANALYZE");

        var work = await Work.OfAsync(service, async () =>
        {
            for (var n = 0; n < 2 * Uploads; n++) await alice.UploadAsync($"{n % Uploads}", TestUser.NewContent(), folder);
        });

        Assert.True(work["items"].Read < 2 * Uploads * 100, $"{work}");
    }
}
