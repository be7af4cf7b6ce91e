using DocMgmt.Drive.Database;

namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// Judges once more what a caller may, for commands that wait for an item's own row after they were admitted: what was revoked meanwhile counts no
/// more. By the chain of folders that they were admitted by: nobody moves that meanwhile, because they hold the folder.
/// </summary>
internal static class Standing
{
    /// <summary>
    /// One row for each of <c>@Paths</c> in the drives <c>@Drives</c>: the caller's <c>level</c>, 0: none. No row once the session is over. In the
    /// round trip of the lock, after it.
    /// </summary>
    public const string Levels = $"""
        WITH {Guard.Caller}
        SELECT CASE WHEN d.owner_id = c.id THEN 4 ELSE COALESCE(CAST(g.level AS integer), 0) END AS level
        FROM unnest(@Paths, @Drives) AS w (path, drive_id)
        CROSS JOIN caller c
        JOIN drives d ON d.id = w.drive_id
        CROSS JOIN LATERAL (
            SELECT max(p.level) AS level
            FROM permissions p
            WHERE p.item_id = ANY (CAST(string_to_array(trim(BOTH '/' FROM w.path), '/') AS bigint[])) AND {Guard.Mine}
        ) g
        """;

    /// <summary>Checks that the lowest of those levels is still as high as that.</summary>
    /// <param name="level">Null: the session is over.</param>
    /// <param name="over">What is said then, if not that.</param>
    /// <exception cref="Problem">401, 404, 403.</exception>
    public static void Judge(int? level, Level needed, Problem? over = null)
    {
        if (level is not { } number) throw over ?? Problems.SessionEnded;
        if (number == 0) throw Problems.NotFound;
        if (number < (int)needed) throw Problems.Forbidden;
    }

    /// <summary>The same in a round trip of its own, for commands that wait for other things than an item's row.</summary>
    public static async Task JudgeAsync(Db db, Target target, Level needed, CancellationToken ct) => Judge(
        await db.SingleAsync<int?>($"SELECT min(x.level) FROM ({Levels}) x", new { Paths = new[] { target.OwnPath }, Drives = new[] { target.DriveId } }, ct), needed);
}
