namespace DocMgmt.Drive.Pipeline;

/// <summary>The access decision about groups, in the form that <see cref="Guard"/> has for items: <c>target t</c> is the group, <c>t.level</c> the caller's role in it.</summary>
internal static class GroupGuard
{
    /// <summary>The number of user <c>u</c>'s role in group <c>g</c>, whose membership of it, if any, is <c>m</c>; 0: none.</summary>
    public const string Role = "CASE WHEN g.owner_id = u.id THEN 3 WHEN m.is_manager THEN 2 WHEN m.user_id IS NOT NULL THEN 1 ELSE 0 END";

    /// <summary>For each id of <c>wanted</c>: the group, and the caller's role in it.</summary>
    public const string Judged = $"""
        SELECT g.id, g.name, g.sort_key, g.owner_id, g.created_at, {Role} AS level, 'group' AS type
        FROM wanted w
        CROSS JOIN caller u
        JOIN groups g ON g.id = w.id
        LEFT JOIN group_members m ON m.group_id = g.id AND m.user_id = u.id
        """;

    public const string Group = $"WITH {Guard.Caller}, {Guard.WantedId}, target AS ({Judged})";

    /// <summary>What a lock statement goes on with.</summary>
    public const string Lock = "SELECT t.id AS locked FROM target t JOIN groups g ON g.id = t.id WHERE t.level >= @AccessLevel FOR NO KEY UPDATE OF g";
}
