using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>Files without content, in any number.</summary>
internal static class PlantedFiles
{
    /// <summary>Into that folder: 00001, 00002, …; each a moment younger than the one before, ten of one moment.</summary>
    public static Task PlantAsync(TestService service, long folder, int count) => service.ExecuteAsync("""
        INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
        SELECT i.drive_id, i.id, 'file', lpad(CAST(n AS text), 5, '0'), lpad(CAST(n AS text), 5, '0'), 0, i.created_by, now() + n / 10 * interval '1 microsecond', now()
        FROM items i, generate_series(1, CAST($2 AS integer)) n
        WHERE i.id = $1
        """, folder, count);

    /// <summary>Into that folder: folders f1, f2, …, each with so many files.</summary>
    public static async Task PlantFoldersAsync(TestService service, long folder, int count, int filesEach)
    {
        await service.ExecuteAsync("""
            WITH made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
                SELECT i.drive_id, i.id, 'folder', 'f' || n, 'f' || n, i.created_by, now(), now() FROM items i, generate_series(1, CAST($2 AS integer)) n WHERE i.id = $1
                RETURNING id, drive_id, parent_id
            )
            INSERT INTO folders (id, drive_id, path, depth) SELECT m.id, m.drive_id, f.path || m.id || '/', f.depth + 1 FROM made m JOIN folders f ON f.id = m.parent_id
            """, folder, count);
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT i.drive_id, i.id, 'file', 'a' || n, 'a' || n, 0, i.created_by, now(), now() FROM items i, generate_series(1, CAST($2 AS integer)) n WHERE i.parent_id = $1 AND i.type = 'folder'
            """, folder, filesEach);
    }
}
