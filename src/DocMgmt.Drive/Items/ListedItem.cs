using System.Text.Json.Serialization;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Drive.Items;

/// <summary>An item in a list.</summary>
public sealed class ListedItem : Item, IListed
{
    [JsonIgnore]
    public string SortKey { get; init; } = "";
}
