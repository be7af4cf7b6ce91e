using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Permissions;

/// <summary>What can be granted; each level includes those before it. Ownership is none of them.</summary>
public enum GrantLevel
{
    Read = 1,
    Write = 2,
    Admin = 3,
}

/// <summary>A grant on one item, to a user or to a group: API.md's PermissionResponse.</summary>
public sealed class Permission : IAboutItem
{
    public long Id { get; init; }
    public long ItemId { get; init; }

    /// <summary>Null where a group has it.</summary>
    public long? UserId { get; init; }
    public long? GroupId { get; init; }
    public GrantLevel PermissionType { get; init; }

    /// <summary>From then on it counts no more; null: it has no end.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>Who made it; a later change leaves that and the time as they are.</summary>
    public long GrantedBy { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>The level that it had before it was changed; null: it is new.</summary>
    internal GrantLevel? FormerType { get; init; }

    /// <summary>It was so already.</summary>
    internal bool IsAsBefore { get; set; }

    internal const string Columns = "p.id, p.item_id, p.user_id, p.group_id, p.level AS permission_type, p.expires_at, p.granted_by, p.created_at";

    /// <summary>Of one that is being changed or made: the statement's snapshot has what it was.</summary>
    internal const string ChangedColumns = $"{Columns}, (SELECT o.level FROM permissions o WHERE o.id = p.id) AS former_type";

    /// <summary>What is over is not there any more, whether or not it was cleared away.</summary>
    internal const string Lasts = "(p.expires_at IS NULL OR p.expires_at > @Now)";

    /// <summary>The end as it is kept; null for null.</summary>
    /// <exception cref="Problem">400: it would be over at once.</exception>
    internal static DateTime? End(DateTimeOffset? expiresAt, DateTime now)
    {
        var end = expiresAt?.InMicroseconds();
        return end <= now ? throw Problems.Invalid("expires_at", "This must be in the future.") : end;
    }

    /// <summary>
    /// What the audit log keeps of it. An event <c>permission_grant</c> is what notifications hang on: it commits with the grant and names
    /// the item, the grantee, the level, the one before and the end.
    /// </summary>
    internal AuditEntry Event(string action) => new(action, ItemId, new
    {
        user_id = UserId, group_id = GroupId, level = PermissionType.ToString().ToLowerInvariant(), old_level = FormerType?.ToString().ToLowerInvariant(), expires_at = ExpiresAt,
    });
}
