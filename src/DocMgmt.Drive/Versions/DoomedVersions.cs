namespace DocMgmt.Drive.Versions;

/// <summary>
/// The one decision which versions a policy dooms, in SQL: the pruning deletes, and the dry run shows, what this finds.
/// <para>Kept are the current version; those that are kept forever; the newest <c>keep_newest</c> by their numbers; and, of each of the last
/// <c>keep_daily_days</c> days by UTC, today the first of them, the one with the highest number. A rule that is null keeps nothing.</para>
/// <para>Deleting some of what is doomed, in any order, dooms nothing else and saves nothing: a doomed version is neither among the newest nor the
/// last of a day that counts, so without it every other one has the same place among the newest, or a lower one that is still beyond them, and
/// each day has the same last one.</para>
/// </summary>
internal static class DoomedVersions
{
    private const string OnPath = """
        FROM unnest(CAST(string_to_array(trim(BOTH '/' FROM f.path), '/') AS bigint[])) WITH ORDINALITY a (id, step)
        LEFT JOIN version_policies p ON p.folder_id = a.id
        """;

    private const string NearestFirst = "ORDER BY a.step DESC LIMIT 1";

    /// <summary>The one policy that holds for the folder <c>f</c>, or none: that of the nearest folder on its path.</summary>
    public const string Nearest = $"""
        SELECT p.folder_id, p.keep_newest, p.keep_daily_days, p.updated_at
        {OnPath}
        WHERE p.folder_id IS NOT NULL
        {NearestFirst}
        """;

    /// <summary>
    /// Its two rules; where <c>@Supposed</c>, if the policy of the folder <c>@AccessId</c> were <c>@KeepNewest</c> and <c>@KeepDailyDays</c>.
    /// </summary>
    public const string NearestSupposed = $"""
        SELECT CASE WHEN @Supposed AND a.id = @AccessId THEN @KeepNewest ELSE p.keep_newest END AS keep_newest,
            CASE WHEN @Supposed AND a.id = @AccessId THEN @KeepDailyDays ELSE p.keep_daily_days END AS keep_daily_days
        {OnPath}
        WHERE p.folder_id IS NOT NULL OR (@Supposed AND a.id = @AccessId)
        {NearestFirst}
        """;

    /// <summary>A condition on children <c>i</c> of live folders: live files that have more than the current version.</summary>
    public const string Files = "i.type = 'file' AND i.trashed_at IS NULL AND i.version_count > 1";

    /// <summary>
    /// <c>doomed (item_id, id, version_number, blob_id, size_bytes, created_at)</c>, of a CTE
    /// <c>files (id, current_version_id, keep_newest, keep_daily_days)</c>. It reads versions file by file, of these alone, whatever the
    /// planner thinks of how many there are.
    /// </summary>
    public const string Doomed = """
        doomed AS MATERIALIZED (
            SELECT i.id AS item_id, v.id, v.version_number, v.blob_id, v.size_bytes, v.created_at
            FROM files i
            CROSS JOIN LATERAL (
                SELECT n.*, row_number() OVER (ORDER BY n.version_number DESC) AS place,
                    n.version_number = max(n.version_number) OVER (PARTITION BY n.day) AS is_last_of_day
                FROM (SELECT x.*, CAST(x.created_at AT TIME ZONE 'UTC' AS date) AS day FROM versions x WHERE x.item_id = i.id) n
                OFFSET 0
            ) v
            WHERE v.id <> i.current_version_id AND NOT v.keep_forever
                AND (i.keep_newest IS NULL OR v.place > i.keep_newest)
                AND (i.keep_daily_days IS NULL OR NOT v.is_last_of_day
                    OR v.day <= CAST(CAST(@Now AS timestamptz) AT TIME ZONE 'UTC' AS date) - i.keep_daily_days)
        )
        """;
}
