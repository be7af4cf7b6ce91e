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
        var named = LockParameters.Named(operations);
        var plan = LockPlan.Of(operations, await db.ListAsync<LockPlan.Known>(Known, named, ct));
        var drives = await ReadAsync(await db.MultipleAsync($"{Stars}; {Drives}; {Known}", With(named, plan), ct), stages: 2, operations);
        if (!plan.CoversDrivesOf(drives)) throw new LocksMissedException();
        // With the drives nothing of folders changes any more; what does is where files are.
        var rows = await ReadAsync(await db.MultipleAsync($"{Subtrees}; {Folders}; {Items}; {Contents}; {TagNames}; {TagRows}; {Known}", With(named, drives), ct), stages: 6, operations);
        if (!drives.CoversDrivesOf(rows) || !drives.CoversRowsOf(rows)) throw new LocksMissedException();
    }

    private static DynamicParameters With(object named, LockPlan plan)
    {
        var parameters = new DynamicParameters(named);
        parameters.AddDynamicParams(LockParameters.Of(plan));
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
        SELECT CASE WHEN d.alone THEN pg_advisory_xact_lock(d.id) ELSE pg_advisory_xact_lock_shared(d.id) END
        FROM (SELECT x.id, x.alone FROM unnest(CAST(@Drives AS bigint[]), CAST(@Alone AS boolean[])) AS x (id, alone) ORDER BY x.id) d
        """;

    private const string Below = "unnest(CAST(@Subtrees AS text[])) AS s (path) JOIN folders f ON f.path >= s.path AND f.path < left(s.path, -1) || '0' -- '0' comes after '/'";

    private const string Subtrees = $"""
        SELECT count(*) AS id FROM (
            SELECT id FROM folders WHERE id = ANY (ARRAY(SELECT f.id FROM {Below}
            )) ORDER BY id FOR UPDATE
        ) held
        """;

    // One after the other by their ids, each as strongly as it needs. Who puts something into a place or takes it out waits, so names there can be taken in any order.
    private const string Folders = """
        SELECT count(*) AS id FROM (
            SELECT CASE WHEN w.id = ANY (@Places)
                THEN (SELECT f.id FROM folders f WHERE f.id = w.id FOR NO KEY UPDATE)
                ELSE (SELECT f.id FROM folders f WHERE f.id = w.id FOR SHARE)
            END AS id
            FROM (SELECT unnest(CAST(@Folders AS bigint[])) AS id ORDER BY id) w
            OFFSET 0
        ) held WHERE held.id IS NOT NULL
        """;

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

    // What a job copies it locks itself, so no more of a folder than is copied at once.
    private const string Copied = """
        unnest(CAST(@Sources AS bigint[])) AS s (id)
        CROSS JOIN LATERAL (
            SELECT i.id, i.current_version_id FROM items i WHERE i.id = s.id
            UNION ALL
            (
                SELECT i.id, i.current_version_id
                FROM folders t
                JOIN folders f ON f.path >= t.path AND f.path < left(t.path, -1) || '0' AND f.trash_id IS NULL
                JOIN items i ON i.parent_id = f.id AND i.trashed_at IS NULL
                WHERE t.id = s.id
                LIMIT @AtOnce
            )
        ) c
        """;

    private const string Contents = $"""
        SELECT count(*) AS id FROM (
            SELECT id FROM blobs WHERE id = ANY (ARRAY(SELECT v.blob_id FROM {Copied} JOIN versions v ON v.id = c.current_version_id
            )) ORDER BY sha256 FOR NO KEY UPDATE
        ) held
        """;

    private const string TagNames = $"SELECT {DriveTags.LockNames} FROM (SELECT unnest(CAST(@TagDrives AS bigint[])) AS id ORDER BY id) d";

    // What is carried along, in each of the drives in question, and what is named.
    private const string TagRows = $"""
        SELECT count(*) AS id FROM (
            SELECT id FROM tags WHERE id = ANY (ARRAY(
                SELECT x.tag_id FROM item_tags x WHERE x.item_id = ANY (@Tagged)
                UNION
                SELECT t.id FROM unnest(CAST(@TagIdsIn AS bigint[]), CAST(@TagIds AS bigint[])) AS w (drive_id, id) JOIN tags t ON t.id = w.id AND t.drive_id = w.drive_id
                UNION
                SELECT t.id FROM unnest(CAST(@TagKeysIn AS bigint[]), CAST(@TagKeys AS text[])) AS w (drive_id, name_key) JOIN tags t ON t.drive_id = w.drive_id AND t.name_key = w.name_key
                UNION
                SELECT t.id FROM tags t WHERE t.drive_id = ANY (@Drives) AND t.name_key IN (
                    SELECT g.name_key
                    FROM (
                        SELECT c.id FROM {Copied}
                        UNION ALL
                        SELECT unnest(CAST(@Leaving AS bigint[]))
                        UNION ALL
                        SELECT i.id FROM {Below}
                        JOIN items i ON i.parent_id = f.id WHERE cardinality(CAST(@Leaving AS bigint[])) > 0
                    ) c
                    JOIN item_tags x ON x.item_id = c.id
                    JOIN tags g ON g.id = x.tag_id
                )
            )) ORDER BY id FOR NO KEY UPDATE
        ) held
        """;
}
