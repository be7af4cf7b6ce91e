namespace DocMgmt.Drive.Files;

/// <summary>
/// What a drive still takes, less what a user's other pending uploads to it have received, or may at any moment from who they gave a URL of the store to: that takes room too.
/// What visitors send counts as the link's maker's.
/// </summary>
internal static class StagedRoom
{
    // To the drive d; whose, is said behind it.
    private const string Announced = """
        (SELECT COALESCE(sum(o.size_bytes), 0) FROM uploads o JOIN items q ON q.id = o.parent_id AND q.drive_id = d.id
        WHERE (o.staged_key IS NOT NULL OR o.direct_name IS NOT NULL) AND o.completed_at IS NULL AND o.expires_at > @Now AND
        """;

    private const string Pieces = """
        (SELECT COALESCE(sum(r.received_bytes), 0) FROM resumable_uploads r
        WHERE r.drive_id = d.id AND r.completed_at IS NULL AND r.expires_at > @Now AND
        """;

    /// <summary>An expression over the announced upload <c>u</c> and the drive <c>d</c> that it goes to.</summary>
    public const string Bytes = $"""
        d.quota_bytes - d.used_bytes - {Announced} o.user_id = u.user_id AND o.version_id <> u.version_id) - {Pieces} r.user_id = u.user_id)
        """;

    /// <summary>The same over the drive <c>d</c> alone, after all that the caller's uploads have received; below zero where that is too much.</summary>
    public const string Left = $"d.quota_bytes - d.used_bytes - {Announced} o.user_id = @CallerId) - {Pieces} r.user_id = @CallerId)";

    /// <summary>Whether there is room for the upload <c>@VersionId</c>.</summary>
    public const string IsEnough = $"""
        SELECT u.size_bytes <= {Bytes} FROM uploads u JOIN items p ON p.id = u.parent_id JOIN drives d ON d.id = p.drive_id WHERE u.version_id = @VersionId
        """;

    /// <summary>Whether the drive <c>@DriveId</c> takes all that the caller's uploads have received.</summary>
    public const string IsEnoughForAll = $"SELECT {Left} >= 0 FROM drives d WHERE d.id = @DriveId";

    /// <summary>Lets one of a user's pending uploads at a time count and then note its bytes; comes after the upload's row in the lock order.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('staged bytes', u.user_id)) FROM uploads u WHERE u.version_id = @VersionId";

    /// <summary>The same for the caller's.</summary>
    public const string LockCaller = "SELECT pg_advisory_xact_lock(hashtextextended('staged bytes', CAST(@CallerId AS bigint)))";
}
