using System.Text.Json.Serialization;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Drive.Permissions;

/// <summary>An item that was granted to the caller, with the grant. The level is what the caller may do, which a grant further up can raise.</summary>
public sealed class SharedItem : Item, IListed
{
    public long PermissionId { get; init; }

    /// <summary>The group of the caller's that it was granted to; null: the caller alone, who may give it back.</summary>
    public long? GroupId { get; init; }
    public long GrantedBy { get; init; }
    public DateTime GrantedAt { get; init; }

    /// <summary>When the grant ends; null: it has no end.</summary>
    public DateTime? ExpiresAt { get; init; }

    [JsonIgnore]
    public string SortKey { get; init; } = "";
}
