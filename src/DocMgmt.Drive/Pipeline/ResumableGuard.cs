namespace DocMgmt.Drive.Pipeline;

/// <summary>The access decision about uploads in several requests: on the folder that they go to, for whoever began them. Parameter: <c>@AccessKey</c>.</summary>
internal static class ResumableGuard
{
    /// <summary>Whose an upload <c>u</c> is: whoever began it, as a user or by one link.</summary>
    public const string Mine = "u.user_id = @CallerId AND u.link_id IS NOT DISTINCT FROM CAST(@CallerLink AS bigint)";

    /// <summary><c>target t</c> is the folder.</summary>
    public const string Resumable = $"""
        WITH {Guard.Caller}, wanted AS (SELECT u.parent_id AS id FROM resumable_uploads u WHERE u.id = @AccessKey AND {Mine}),
        target AS ({Guard.Admitted})
        """;

    /// <summary>Locks it, with those that it is put together from.</summary>
    public const string Lock = $"""
        SELECT i.drive_id AS locked
        FROM resumable_uploads f
        CROSS JOIN caller c
        JOIN items i ON i.id = f.parent_id
        JOIN resumable_uploads u ON u.id = ANY (f.part_ids || f.id) AND {Mine}
        WHERE f.id = @AccessKey
        ORDER BY u.id
        FOR UPDATE OF u
        """;
}
