using System.Text.Json.Serialization;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Drive.Items;

/// <summary>An item in a list.</summary>
public class ListedItem : Item, IListed
{
    [JsonIgnore]
    public string SortKey { get; init; } = "";

    /// <summary>In a search: how well it fits; the lower, the better.</summary>
    [JsonIgnore]
    public int Relevance { get; init; }

    /// <summary>In a list of all that is below a folder: the ids that lead from there to what this is in, such as <c>15/204/</c>.</summary>
    [JsonIgnore]
    public string? Place { get; init; }
}
