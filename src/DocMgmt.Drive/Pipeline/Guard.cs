namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// The access decision, in SQL, as the beginning of the one statement that it guards. A guarded statement is
/// <c>{Guard.Item} SELECT {Guard.Columns}, … FROM target t …</c>, and <see cref="Database.Guarded"/> reads no further than the level allows.
/// <para>SQL here and in the handlers says CAST, never ::, which Dapper takes for a positional parameter.</para>
/// <para>Parameters: <c>@CallerSession</c>, <c>@Now</c>, <c>@AccessId</c>, <c>@AccessLevel</c>, <c>@AccessNames</c>. <c>caller</c> is empty once the session or the user is gone;
/// <c>target</c> is the live item with the caller's level on it (0: none), its <c>chain</c> of ids from the root down to itself, and
/// <c>first_visible</c>, the position in it of the highest ancestor that the caller may read.</para>
/// </summary>
internal static class Guard
{
    public const string Caller = """
        caller AS (
            SELECT u.id, u.role
            FROM sessions s
            JOIN users u ON u.id = s.user_id
            WHERE s.id = @CallerSession AND s.revoked_at IS NULL AND s.expires_at > @Now AND u.disabled_at IS NULL
        )
        """;

    /// <summary>The grants <c>p</c> that count for the caller <c>c</c>.</summary>
    public const string Mine = """
        (p.user_id = c.id OR p.group_id IN (SELECT m.group_id FROM group_members m WHERE m.user_id = c.id))
        AND (p.expires_at IS NULL OR p.expires_at > @Now)
        """;

    /// <summary>What was put into the trash and took item <c>i</c> along, or is it; <c>f</c> is the item's own row of <c>folders</c> or, of a file, its folder's. Null: it is live.</summary>
    public const string TrashRoot = "CASE WHEN i.trashed_at IS NOT NULL THEN i.id ELSE f.trash_id END";

    /// <summary>What is told of each item of <c>wanted</c>, whoever asks.</summary>
    internal const string Thing = $"""
        i.id, i.drive_id, i.parent_id, i.type, i.name, i.revision, {TrashRoot} AS trash_root_id, f.path, f.depth, d.owner_id, d.quota_bytes, d.used_bytes,
            chain.ids AS chain
        """;

    internal const string FromWanted = """
        FROM wanted w
        CROSS JOIN caller c
        JOIN items i ON i.id = w.id
        LEFT JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END -- what is in the trash may have lost its folder
        JOIN drives d ON d.id = i.drive_id
        CROSS JOIN LATERAL (
            SELECT CAST(string_to_array(trim(BOTH '/' FROM f.path), '/') AS bigint[]) || CASE i.type WHEN 'file' THEN ARRAY[i.id] END AS ids
        ) chain
        """;

    internal const string Judged = $"""
        SELECT {Thing}, c.id AS caller_id,
            CASE WHEN d.owner_id = c.id THEN 4 ELSE COALESCE(g.level, 0) END AS level,
            CASE WHEN d.owner_id = c.id THEN 2 ELSE GREATEST(g.first, 2) END AS first_visible
        {FromWanted}
        LEFT JOIN LATERAL (
            SELECT max(p.level) AS level, min(array_position(chain.ids, p.item_id)) AS first
            FROM permissions p
            WHERE d.owner_id <> c.id AND p.item_id = ANY (chain.ids) AND {Mine}
        ) g ON true
        """;

    /// <summary>For each id of <c>wanted</c>: the live item, and the caller's level on it.</summary>
    public const string Admitted = $"{Judged} WHERE i.trashed_at IS NULL AND f.trash_id IS NULL";

    private const string Target = $"target AS ({Admitted})";

    // What others were given ends with the trash.
    private const string TrashedTarget = $"target AS ({Judged} WHERE i.trashed_at IS NOT NULL AND i.purging_at IS NULL AND d.owner_id = c.id)";

    private const string InTrashTarget = $"""
        target AS (
            {Judged}
            JOIN items r ON r.id = {TrashRoot}
            WHERE r.trashed_at IS NOT NULL AND r.purging_at IS NULL AND d.owner_id = c.id
        )
        """;

    /// <summary>The caller's highest grant on each item; ends before its GROUP BY, so that a condition may follow. Two halves, each by its own index: an OR of them reads everybody's.</summary>
    public const string Granted = """
        SELECT p.item_id, max(p.level) AS level
        FROM caller c
        CROSS JOIN LATERAL (
            SELECT u.* FROM permissions u WHERE u.user_id = c.id
            UNION ALL
            SELECT g.* FROM group_members m JOIN permissions g ON g.group_id = m.group_id WHERE m.user_id = c.id
        ) p
        WHERE (p.expires_at IS NULL OR p.expires_at > @Now)
        """;

    /// <summary>
    /// The same decision for sets: the caller's grants, expanded to the live folders below them. An item is readable when its drive is the
    /// caller's, its folder is in <c>granted_folders</c>, or it is in <c>granted</c> itself.
    /// </summary>
    public const string Grants = $"granted AS MATERIALIZED ({Granted} GROUP BY p.item_id), {GrantedFolders}";

    /// <summary>The second half of it, below what <c>granted</c> has.</summary>
    public const string GrantedFolders = """
        granted_folders AS MATERIALIZED (
            SELECT f.id, f.drive_id, max(g.level) AS level
            FROM granted g
            JOIN folders top ON top.id = g.item_id
            JOIN folders f ON f.path >= top.path AND f.path < left(top.path, -1) || '0' -- '0' comes after '/'
            WHERE f.trash_id IS NULL
            GROUP BY f.id
        )
        """;

    public const string WantedId = "wanted AS (SELECT CAST(@AccessId AS bigint) AS id)";

    private const string WantedFolder = """
        wanted AS (
            SELECT COALESCE(CAST(@AccessId AS bigint), (SELECT d.root_id FROM drives d JOIN caller c ON c.id = d.owner_id WHERE d.kind = 'user')) AS id
        )
        """;

    private const string WantedParentOfTrashed = """
        wanted AS (
            SELECT i.parent_id AS id
            FROM items i
            JOIN drives d ON d.id = i.drive_id
            JOIN caller c ON c.id = d.owner_id
            WHERE i.id = @AccessId AND i.trashed_at IS NOT NULL
        )
        """;

    private const string WantedRootOf = "wanted AS (SELECT d.root_id AS id FROM items n JOIN drives d ON d.id = n.drive_id WHERE n.id = @AccessId)";

    /// <summary>Where a path begins.</summary>
    internal const string WalkStart = "SELECT d.root_id AS id, 0 AS step FROM drives d JOIN caller c ON c.id = d.owner_id WHERE d.kind = 'user'";

    private const string WantedPath = $"""
        walk AS (
            {WalkStart}
            UNION ALL
            SELECT i.id, w.step + 1
            FROM walk w
            JOIN items i ON i.parent_id = w.id AND i.name = (CAST(@AccessNames AS text[]))[w.step + 1] COLLATE "C" AND i.trashed_at IS NULL
        ),
        wanted AS (SELECT w.id FROM walk w WHERE w.step = cardinality(CAST(@AccessNames AS text[])))
        """;

    private const string WantedUpload = """
        wanted AS (SELECT u.parent_id AS id FROM uploads u JOIN caller c ON c.id = u.user_id WHERE u.version_id = @AccessId)
        """;

    private const string WantedNamed = """
        wanted AS (SELECT n.id FROM items n WHERE n.parent_id = @ParentId AND n.name = @ItemName AND n.trashed_at IS NULL)
        """;

    public const string Item = $"WITH {Caller}, {WantedId}, {Target}";
    public const string Trashed = $"WITH {Caller}, {WantedId}, {TrashedTarget}";
    public const string InTrash = $"WITH {Caller}, {WantedId}, {InTrashTarget}";
    public const string ParentOfTrashed = $"WITH {Caller}, {WantedParentOfTrashed}, {Target}";
    public const string Folder = $"WITH {Caller}, {WantedFolder}, {Target}";
    public const string RootOf = $"WITH {Caller}, {WantedRootOf}, {Target}";
    public const string Path = $"WITH RECURSIVE {Caller}, {WantedPath}, {Target}";
    public const string Upload = $"WITH {Caller}, {WantedUpload}, {Target}";

    /// <summary>For a command that was admitted already and shows what it made: the live child <c>@ItemName</c> of <c>@ParentId</c>.</summary>
    public const string Named = $"WITH {Caller}, {WantedNamed}, {Target}";

    /// <summary><c>target t</c> is the caller: <c>t.id</c>.</summary>
    public const string SignedIn = $"WITH {Caller}, target AS (SELECT c.id, 4 AS level, 'user' AS type FROM caller c)";

    /// <summary>As <see cref="SignedIn"/>, refused to whoever is no administrator.</summary>
    public const string Administrator =
        $"WITH {Caller}, target AS (SELECT c.id, CASE c.role WHEN 'administrator' THEN 4 ELSE 1 END AS level, 'user' AS type FROM caller c)";

    /// <summary>The columns that a guarded statement begins with; its own first column is null in a row that only says "none".</summary>
    public const string Columns = "t.level AS guard_level, t.type AS guard_type, CAST(NULL AS bigint) AS guard_total";

    /// <summary>The same for a list whose length is in <c>n.total</c>.</summary>
    public const string CountedColumns = "t.level AS guard_level, t.type AS guard_type, n.total AS guard_total";

    /// <summary>A statement that has a row while the caller's session lasts.</summary>
    public const string Alive = $"WITH {Caller} SELECT 1 FROM caller";

    /// <summary>What a statement under that access begins with.</summary>
    public static string For(AccessKind kind) => kind switch
    {
        AccessKind.Item => Item,
        AccessKind.Trashed => Trashed,
        AccessKind.InTrash or AccessKind.FolderInTrash => InTrash,
        AccessKind.Folder => Folder,
        AccessKind.ParentOfTrashed => ParentOfTrashed,
        AccessKind.RootOf => RootOf,
        AccessKind.Path or AccessKind.FolderPath => Path,
        AccessKind.Upload => Upload,
        AccessKind.Resumable => ResumableGuard.Resumable,
        AccessKind.Group => GroupGuard.Group,
        AccessKind.Tag => TagGuard.Tag,
        AccessKind.Offered => OfferGuard.Offered,
        AccessKind.OfferOf => OfferGuard.OfferOf,
        AccessKind.SignedIn => SignedIn,
        AccessKind.Administrator => Administrator,
        _ => "",
    };

    /// <summary>The same for the thing that an <see cref="IMoving"/> command moves: <c>@MovedId</c>, <c>@MovedLevel</c>.</summary>
    public static string ForMoved(AccessKind kind) => For(kind).Replace("@Access", "@Moved", StringComparison.Ordinal);
}
