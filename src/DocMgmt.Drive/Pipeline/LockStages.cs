namespace DocMgmt.Drive.Pipeline;

/// <summary>What each of <see cref="Locks"/> takes, in SQL. The parameters are the guard's.</summary>
internal static class LockStages
{
    /// <summary>
    /// The lock statements, in the system's lock order, that come before the guarded one in the same round trip. Whom the guard will refuse
    /// locks nothing and waits for nobody.
    /// </summary>
    public static string For(AccessKind kind, AccessKind? moved, Locks locks)
    {
        const string Admitted = "FROM target t JOIN folders f ON f.id = CASE t.type WHEN 'folder' THEN t.id ELSE t.parent_id END WHERE t.level >= @AccessLevel";
        return (locks.HasFlag(Locks.Administrators) ? $"{Guard.For(kind)} SELECT t.id AS locked, {LockAdministrators} FROM target t WHERE t.level >= @AccessLevel;\n" : "")
            + (locks.HasFlag(Locks.Upload) ? $"WITH {Guard.Caller} {(kind == AccessKind.Resumable ? ResumableGuard.Lock : LockUpload)};\n" : "")
            + (locks.HasFlag(Locks.DriveShared) ? $"{Guard.For(kind)} SELECT f.drive_id AS locked, pg_advisory_xact_lock_shared(f.drive_id) {Admitted};\n" : "")
            + (locks.HasFlag(Locks.DriveAlone) ? $"{Guard.For(kind)} {LockDrive};\n" : "")
            + (locks.HasFlag(Locks.Subtree) ? $"{Guard.For(kind)} {LockSubtree};\n{Guard.For(kind)} {LockParent};\n" : "")
            + (locks.HasFlag(Locks.Move) && moved is { } thing ? $"{Both(kind, thing)} {LockDrives};\n{Both(kind, thing)} {LockFolders};\n" : "")
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

    /// <summary>The thing that moves and its new place, each by its own access. Who has not both finds no row where they are joined.</summary>
    private static string Both(AccessKind kind, AccessKind moved) => $"""
        WITH moved AS ({Guard.ForMoved(moved)} SELECT t.id, t.parent_id, t.drive_id, t.type FROM target t WHERE t.level >= @MovedLevel),
        place AS ({Guard.For(kind)} SELECT t.id, t.drive_id FROM target t WHERE t.level >= @AccessLevel)
        """;

    private const string LockDrives = """
        SELECT d.drive_id AS locked, CASE WHEN d.whole THEN pg_advisory_xact_lock(d.drive_id) ELSE pg_advisory_xact_lock_shared(d.drive_id) END
        FROM (
            SELECT x.drive_id, m.type = 'folder' AS whole
            FROM moved m CROSS JOIN place p CROSS JOIN LATERAL (SELECT m.drive_id UNION SELECT p.drive_id) x
            ORDER BY x.drive_id
        ) d
        """;

    private const string LockFolders = """
        SELECT f.drive_id AS locked, f.id AS folder
        FROM folders f
        WHERE f.id IN (SELECT unnest(ARRAY[COALESCE(m.parent_id, m.id), p.id]) FROM moved m CROSS JOIN place p)
        ORDER BY f.id
        FOR SHARE OF f
        """;

    /// <summary>The expression that locks who the administrators are.</summary>
    public const string LockAdministrators = "pg_advisory_xact_lock(8301202600000003)";

    private const string LockUpload =
        "SELECT i.drive_id AS locked FROM uploads u JOIN caller c ON c.id = u.user_id JOIN items i ON i.id = u.parent_id WHERE u.version_id = @AccessId FOR UPDATE OF u";
}
