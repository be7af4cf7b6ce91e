using System.Text.Json.Serialization;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Drive.Trash;

/// <summary>An item in the trash. Its path and parent are those that it had.</summary>
public sealed class TrashedItem : Item, IListed
{
    public DateTime TrashedAt { get; init; }
    public long? TrashedBy { get; init; }

    /// <summary>When it will be deleted for good, unless it is restored before.</summary>
    public DateTime ExpiresAt { get; init; }

    [JsonIgnore]
    public string SortKey { get; init; } = "";
}
