using System.Text.Json.Serialization;
using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Items;

/// <summary>What a node of a drive's tree is.</summary>
public enum ItemType
{
    File,
    Folder,
}

/// <summary>What to do when the name belongs to something else already.</summary>
public enum OnConflict
{
    /// <summary>409 <c>item_name_taken</c>.</summary>
    Fail,

    /// <summary>The next free "name (n).ext".</summary>
    Rename,

    /// <summary>Uploads only: a new version of the file that has the name.</summary>
    Version,
}

/// <summary>A file or folder as one caller sees it: API.md's ItemResponse.</summary>
public class Item : IAboutItem
{
    /// <summary>What it was called before it got the name that it has.</summary>
    internal string? OldName { get; set; }

    public long Id { get; init; }
    public string ItemName { get; init; } = "";
    public ItemType Type { get; init; }
    public long OwnerId { get; init; }

    /// <summary>Null in the root of the drive, and where the caller may not read the parent.</summary>
    public long? ParentId { get; init; }

    /// <summary>From the highest ancestor that the caller may read.</summary>
    public string FullPath { get; init; } = "";
    public bool IsStarred { get; init; }

    /// <summary>What people wrote about it; null: nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Bytes of the current version; null for folders.</summary>
    public long? SizeBytes { get; init; }
    public string? MimeType { get; init; }

    /// <summary>SHA-256 of the current version; null without one.</summary>
    public Sha256Hash? Checksum { get; init; }
    public long? CurrentVersionId { get; init; }
    public int VersionCount { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public bool CanEdit => PermissionType >= Level.Write;
    public Level PermissionType { get; init; }

    /// <summary>not_scanned, clean or infected; null without content.</summary>
    public string? ScanStatus { get; init; }
    public long CreatedBy { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; init; }
    public DateTime? LastAccessedAt { get; init; }
    public long Revision { get; init; }

    [JsonIgnore]
    long IAboutItem.ItemId => Id;
}
