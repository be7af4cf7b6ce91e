namespace DocMgmt.Drive.Pipeline;

/// <summary>What each of <see cref="Locks"/> takes, in SQL. The parameters are the guard's.</summary>
internal static class LockStages
{
    /// <summary>
    /// The lock statements, in the system's lock order, that come before the guarded one in the same round trip. Whom the guard will refuse
    /// locks nothing and waits for nobody.
    /// </summary>
    public static string For(AccessKind kind, Locks locks)
    {
        const string Admitted = "FROM target t JOIN folders f ON f.id = CASE t.type WHEN 'folder' THEN t.id ELSE t.parent_id END WHERE t.level >= @AccessLevel";
        return (locks.HasFlag(Locks.Administrators) ? $"{Guard.For(kind)} SELECT t.id AS locked, {LockAdministrators} FROM target t WHERE t.level >= @AccessLevel;\n" : "")
            + (locks.HasFlag(Locks.Upload) ? $"WITH {Guard.Caller} {LockUpload};\n" : "")
            + (locks.HasFlag(Locks.DriveShared) ? $"{Guard.For(kind)} SELECT f.drive_id AS locked, pg_advisory_xact_lock_shared(f.drive_id) {Admitted};\n" : "")
            + (locks.HasFlag(Locks.DriveAlone) ? $"{Guard.For(kind)} {LockDrive};\n" : "")
            + (locks.HasFlag(Locks.Subtree) ? $"{Guard.For(kind)} {LockSubtree};\n{Guard.For(kind)} {LockParent};\n" : "")
            + (locks.HasFlag(Locks.Move) ? $"{Both(kind)} {LockDrives};\n{Both(kind)} {LockFolders};\n" : "")
            + (locks.HasFlag(Locks.Folder) ? $"{Guard.For(kind)} SELECT f.drive_id AS locked, f.id AS folder {Admitted} FOR SHARE OF f;\n" : "")
            + (locks.HasFlag(Locks.Item) ? $"{Guard.For(kind)} SELECT i.drive_id AS locked FROM target t JOIN items i ON i.id = t.id WHERE t.level >= @AccessLevel FOR NO KEY UPDATE OF i;\n" : "")
            + (locks.HasFlag(Locks.Group) ? $"{Guard.For(kind)} {GroupGuard.Lock};\n" : "");
    }

    private const string LockDrive = "SELECT t.drive_id AS locked, pg_advisory_xact_lock(t.drive_id) FROM target t WHERE t.level >= @AccessLevel";

    private const string LockSubtree = """
        SELECT t.drive_id AS locked, CASE t.type WHEN 'folder' THEN pg_advisory_xact_lock(t.drive_id) END FROM target t WHERE t.level >= @AccessLevel
        """;

    private const string LockParent = """
        SELECT f.drive_id AS locked, f.id AS folder FROM target t JOIN folders f ON f.id = COALESCE(t.parent_id, t.id) WHERE t.level >= @AccessLevel FOR SHARE OF f
        """;

    /// <summary>The thing that moves and its new place; <c>admitted</c> is empty unless the caller has the level on both.</summary>
    private static string Both(AccessKind kind) => $"""
        WITH {Guard.Caller}, {(kind == AccessKind.RootOf ? Guard.WantedRootOf : Guard.WantedFolder).Replace("wanted AS", "place AS", StringComparison.Ordinal)},
        wanted AS (SELECT CAST(@MovedId AS bigint) AS id UNION SELECT p.id FROM place p),
        {Guard.Target},
        admitted AS (
            SELECT t.id, t.parent_id, t.drive_id, t.type FROM target t
            WHERE (SELECT count(*) FROM target o WHERE o.level >= @AccessLevel) = (SELECT count(*) FROM wanted)
        )
        """;

    private const string LockDrives = """
        SELECT d.drive_id AS locked, CASE WHEN d.whole THEN pg_advisory_xact_lock(d.drive_id) ELSE pg_advisory_xact_lock_shared(d.drive_id) END
        FROM (
            SELECT DISTINCT a.drive_id, (SELECT m.type = 'folder' FROM admitted m WHERE m.id = @MovedId) AS whole FROM admitted a ORDER BY a.drive_id
        ) d
        """;

    private const string LockFolders = """
        SELECT f.drive_id AS locked, f.id AS folder
        FROM folders f
        WHERE f.id IN (SELECT COALESCE(a.parent_id, a.id) FROM admitted a WHERE a.id = @MovedId UNION SELECT a.id FROM admitted a JOIN place p ON p.id = a.id)
        ORDER BY f.id
        FOR SHARE OF f
        """;

    /// <summary>The expression that locks who the administrators are.</summary>
    public const string LockAdministrators = "pg_advisory_xact_lock(8301202600000003)";

    private const string LockUpload =
        "SELECT i.drive_id AS locked FROM uploads u JOIN caller c ON c.id = u.user_id JOIN items i ON i.id = u.parent_id WHERE u.version_id = @AccessId FOR UPDATE OF u";
}
