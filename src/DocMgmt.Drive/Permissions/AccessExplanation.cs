using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Permissions;

/// <summary>What a user may do with an item, and why.</summary>
/// <param name="UserId">Whose access it is.</param>
/// <param name="Level">The highest of the reasons; null without one, also for users who are unknown or disabled.</param>
/// <param name="Reasons">The highest level first; of one level, what is nearest to the item.</param>
public sealed record AccessExplanation(long ItemId, long UserId, Level? Level, IReadOnlyList<AccessReason> Reasons);

/// <summary>What gives a level.</summary>
public enum AccessThrough
{
    /// <summary>The drive is the user's own.</summary>
    Owner,

    /// <summary>A grant on the item or on a folder above it.</summary>
    Permission,
}

/// <summary>One reason for a level. Of a grant on a folder that the caller may not read, only level and end are told: all ids and the name are null.</summary>
public sealed class AccessReason
{
    public Level Level { get; init; }
    public AccessThrough Through { get; init; }
    public long? PermissionId { get; init; }

    /// <summary>To whom it was granted, or who is the owner; null where a group has it.</summary>
    public long? UserId { get; init; }
    public long? GroupId { get; init; }

    /// <summary>What it was granted on: the item itself, or a folder above it.</summary>
    public long? ItemId { get; init; }
    public string? ItemName { get; init; }
    public DateTime? ExpiresAt { get; init; }
}
