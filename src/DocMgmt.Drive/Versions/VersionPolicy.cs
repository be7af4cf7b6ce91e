namespace DocMgmt.Drive.Versions;

/// <summary>Which former versions are kept below a folder. Both rules null: there is no policy, and all are kept.</summary>
public sealed class VersionPolicy
{
    public const int MostNewest = 10_000, MostDays = 3_650;

    /// <summary>Where it stands: the folder itself or one above; null where the caller may not see that one, or there is no policy.</summary>
    public long? FolderId { get; init; }

    /// <summary>Whether it stands on a folder above.</summary>
    public bool Inherited { get; init; }

    public int? KeepNewest { get; init; }
    public int? KeepDailyDays { get; init; }
    public DateTime? UpdatedAt { get; init; }

    /// <summary>What holds for the folder <c>target t</c>, after a guard; <c>inherited</c> is never null.</summary>
    internal const string OfTarget = $"""
        COALESCE(r.folder_id <> t.id, false) AS inherited, seen.folder_id, r.keep_newest, r.keep_daily_days, seen.updated_at
        FROM target t
        LEFT JOIN folders f ON f.id = t.id -- a file is refused by its type
        LEFT JOIN LATERAL ({DoomedVersions.Nearest}) r ON true
        LEFT JOIN LATERAL (
            SELECT r.folder_id, r.updated_at WHERE t.level = 4 OR array_position(t.chain, r.folder_id) >= t.first_visible
        ) seen ON true -- not what is done with a folder that the caller may not see
        """;
}
