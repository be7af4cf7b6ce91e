namespace DocMgmt.Drive.Audit;

/// <summary>What an event can say that somebody did.</summary>
public static class AuditActions
{
    /// <summary>Those of the API, in the order of a thing's life; and what offers of ownership came to.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "read", "create", "rename", "update", "move", "copy", "delete", "upload", "download", "restore", "purge",
        "permission_grant", "permission_revoke", "share", "unshare", "login", "login_failed", "logout", "transfer_offer", "transfer_withdraw",
    ];
}
