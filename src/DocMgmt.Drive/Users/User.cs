using System.Text.Json.Serialization;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Drive.Users;

/// <summary>What an account may do beyond its own drive.</summary>
public enum Role
{
    User,
    Administrator,
}

/// <summary>An account: API.md's UserResponse.</summary>
public sealed class User : IListed
{
    /// <summary>What it was before it was changed.</summary>
    internal User? Before { get; set; }

    public long Id { get; init; }
    public string Email { get; init; } = "";
    public string DisplayName { get; init; } = "";
    public Role Role { get; init; }
    public bool Disabled { get; init; }
    public long StorageQuotaBytes { get; init; }

    /// <summary>Sizes of all versions in the user's drive, trash included.</summary>
    public long StorageUsedBytes { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; init; }

    [JsonIgnore]
    string IListed.SortKey => "";

    internal const string Columns = """
        u.id, u.email, u.display_name, u.role, u.disabled_at IS NOT NULL AS disabled, d.quota_bytes AS storage_quota_bytes,
        d.used_bytes AS storage_used_bytes, u.created_at, u.updated_at
        """;

    internal const string From = "FROM users u JOIN drives d ON d.owner_id = u.id AND d.kind = 'user'";
}
