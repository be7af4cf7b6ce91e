using System.Text.Json.Serialization;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Drive.Trash;

/// <summary>An item in the trash, by itself or in a folder that was put there. Its path and parent are those that it had.</summary>
public sealed class TrashedItem : Item, IListed
{
    public DateTime TrashedAt { get; init; }
    public long? TrashedBy { get; init; }

    /// <summary>When it will be deleted for good, unless it is restored before.</summary>
    public DateTime ExpiresAt { get; init; }

    /// <summary>Bytes of all versions of all that went to the trash with it: what deleting it for good gives back. Null for a folder inside another one, and where it could not be counted just now.</summary>
    public long? TotalBytes { get; set; }

    /// <summary>How many items went to the trash with it, itself included. Null together with the bytes.</summary>
    public long? ItemCount { get; set; }

    [JsonIgnore]
    public string SortKey { get; init; } = "";
}
