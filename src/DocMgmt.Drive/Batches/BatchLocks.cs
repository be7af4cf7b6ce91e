using Dapper;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Batches;

/// <summary>
/// Takes the locks of all operations of a batch, in the system's lock order, each stage once: see the README. What an operation then locks for
/// itself, the batch has already.
/// </summary>
internal sealed class BatchLocks(Db db)
{
    /// <exception cref="LocksMissedException">What was to be locked went elsewhere meanwhile.</exception>
    public async Task TakeAsync(IReadOnlyList<BatchOperation> operations, CancellationToken ct)
    {
        var named = LockPlan.Named(operations);
        var plan = LockPlan.Of(operations, await db.ListAsync<LockPlan.Known>(Known, named, ct));
        var drives = await ReadAsync(await db.MultipleAsync($"{Stars}; {Drives}; {Known}", With(named, plan), ct), stages: 2, operations);
        if (!plan.CoversDrivesOf(drives)) throw new LocksMissedException();
        // With the drives nothing of folders changes any more; what does is where files are.
        var rows = await ReadAsync(await db.MultipleAsync($"{Subtrees}; {Places}; {Folders}; {Items}; {Contents}; {TagNames}; {TagRows}; {Known}", With(named, drives), ct), stages: 7, operations);
        if (!drives.CoversDrivesOf(rows) || !drives.CoversRowsOf(rows)) throw new LocksMissedException();
    }

    private static DynamicParameters With(object named, LockPlan plan)
    {
        var parameters = new DynamicParameters(named);
        parameters.AddDynamicParams(plan.Parameters());
        return parameters;
    }

    /// <summary>What the plan is after the stages, which are results of their own.</summary>
    private static async Task<LockPlan> ReadAsync(SqlMapper.GridReader results, int stages, IReadOnlyList<BatchOperation> operations)
    {
        await using (results)
        {
            for (; stages > 0; stages--) await results.ReadAsync();
            return LockPlan.Of(operations, (await results.ReadAsync<LockPlan.Known>()).AsList());
        }
    }

    /// <summary>Where what the operations name is, and what the caller may do with it: the guard's decision for sets.</summary>
    private const string Known = $"""
        WITH {Guard.Caller}, {Guard.Grants},
        wanted AS (
            SELECT unnest(CAST(@Ids AS bigint[])) AS id
            UNION SELECT d.root_id FROM items i JOIN drives d ON d.id = i.drive_id WHERE i.id = ANY (@RootsOf)
            UNION SELECT i.parent_id FROM items i WHERE i.id = ANY (@ParentsOf)
            UNION SELECT d.root_id FROM drives d JOIN caller c ON c.id = d.owner_id WHERE d.kind = 'user'
        )
        SELECT i.id, i.drive_id, i.parent_id, i.type, i.name, {Guard.TrashRoot} AS trash_root_id, f.path, d.root_id, d.root_id = i.id AND d.owner_id = c.id AS is_own_root,
            CAST(CASE WHEN d.owner_id = c.id THEN 4 ELSE GREATEST(gf.level, gi.level, 0) END AS integer) AS level
        FROM wanted w
        CROSS JOIN caller c
        JOIN items i ON i.id = w.id
        JOIN drives d ON d.id = i.drive_id
        LEFT JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
        LEFT JOIN granted_folders gf ON gf.id = f.id
        LEFT JOIN granted gi ON gi.item_id = i.id AND i.trashed_at IS NULL AND f.trash_id IS NULL
        WHERE i.purging_at IS NULL
        """;

    // One batch of a user at a time that stars things: they would meet in the order in which each of them stars.
    private const string Stars = "SELECT pg_advisory_xact_lock(hashtextextended('stars', CAST(@CallerId AS bigint))) WHERE @Stars";

    private const string Drives = """
        SELECT CASE WHEN @Alone THEN pg_advisory_xact_lock(d.id) ELSE pg_advisory_xact_lock_shared(d.id) END
        FROM (SELECT unnest(CAST(@Drives AS bigint[])) AS id ORDER BY id) d
        """;

    private const string Below = "unnest(CAST(@Subtrees AS text[])) AS s (path) JOIN folders f ON f.path >= s.path AND f.path < left(s.path, -1) || '0' -- '0' comes after '/'";

    private const string Subtrees = $"""
        SELECT count(*) AS id FROM (
            SELECT id FROM folders WHERE id = ANY (ARRAY(SELECT f.id FROM {Below}
            )) ORDER BY id FOR UPDATE
        ) held
        """;

    // Who puts something into them or takes it out waits, so names in them can be taken in any order.
    private const string Places = "SELECT count(*) AS id FROM (SELECT id FROM folders WHERE id = ANY (@Places) ORDER BY id FOR NO KEY UPDATE) held";

    private const string Folders = "SELECT count(*) AS id FROM (SELECT id FROM folders WHERE id = ANY (@Folders) ORDER BY id FOR SHARE) held";

    // With those that have a name which is to be given, and those in the trash that outlive what goes.
    private const string Items = $"""
        SELECT count(*) AS id FROM (
            SELECT id FROM items WHERE id = ANY (ARRAY(
                SELECT unnest(CAST(@Items AS bigint[]))
                UNION ALL
                SELECT n.id
                FROM unnest(CAST(@NamedIn AS bigint[]), CAST(@Names AS text[])) AS w (folder_id, name)
                JOIN items n ON n.parent_id = w.folder_id AND n.name = w.name AND n.trashed_at IS NULL
                UNION ALL
                SELECT o.id FROM items o WHERE o.trashed_at IS NOT NULL AND o.parent_id IN (SELECT f.id FROM {Below}
                )
            ))
            ORDER BY id FOR NO KEY UPDATE
        ) held
        """;

    // Of a folder that a job copies, more than is of use.
    private const string Contents = """
        SELECT count(*) AS id FROM (
            SELECT id FROM blobs WHERE id IN (
                SELECT v.blob_id
                FROM unnest(CAST(@Sources AS bigint[])) AS s (id)
                CROSS JOIN LATERAL (
                    SELECT i.current_version_id FROM items i WHERE i.id = s.id
                    UNION ALL
                    (
                        SELECT i.current_version_id
                        FROM folders t
                        JOIN folders f ON f.path >= t.path AND f.path < left(t.path, -1) || '0' AND f.trash_id IS NULL
                        JOIN items i ON i.parent_id = f.id AND i.trashed_at IS NULL
                        WHERE t.id = s.id
                        LIMIT @AtOnce
                    )
                ) x
                JOIN versions v ON v.id = x.current_version_id
            )
            ORDER BY sha256
            FOR NO KEY UPDATE
        ) held
        """;

    private const string TagNames = $"SELECT {DriveTags.LockNames} FROM (SELECT unnest(CAST(@Drives AS bigint[])) AS id WHERE @Tags ORDER BY id) d";

    // Those that are carried, in whichever of the drives, and those that are named.
    private const string TagRows = """
        SELECT count(*) AS id FROM (
            SELECT id FROM tags WHERE id = ANY (ARRAY(
                SELECT x.tag_id FROM item_tags x WHERE x.item_id = ANY (@Tagged)
                UNION
                SELECT t.id FROM tags t WHERE t.id = ANY (@TagIds) AND t.drive_id = ANY (@Drives)
                UNION
                SELECT t.id FROM tags t WHERE t.drive_id = ANY (@Drives) AND t.name_key IN (
                    SELECT unnest(CAST(@TagKeys AS text[]))
                    UNION
                    SELECT g.name_key
                    FROM unnest(CAST(@Carriers AS bigint[])) AS s (id)
                    CROSS JOIN LATERAL (
                        SELECT s.id
                        UNION ALL
                        SELECT i.id
                        FROM folders t
                        JOIN folders f ON f.path >= t.path AND f.path < left(t.path, -1) || '0'
                        JOIN items i ON i.parent_id = f.id
                        WHERE t.id = s.id
                    ) c
                    JOIN item_tags x ON x.item_id = c.id
                    JOIN tags g ON g.id = x.tag_id
                )
            )) ORDER BY id FOR NO KEY UPDATE
        ) held
        """;
}
