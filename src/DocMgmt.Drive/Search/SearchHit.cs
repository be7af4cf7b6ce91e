using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Search;

/// <summary>An item that a search found.</summary>
public sealed class SearchHit : ListedItem
{
    /// <summary>Where it has what was searched for; null: only things were asked that are no words.</summary>
    public Highlights? Highlights { get; internal set; }
}

/// <summary>Where words of a search stand.</summary>
/// <param name="ItemName">In the name.</param>
/// <param name="Description">In the description.</param>
/// <param name="Tags">The tags that have one.</param>
public sealed record Highlights(IReadOnlyList<Highlight> ItemName, IReadOnlyList<Highlight> Description, IReadOnlyList<string> Tags);

/// <summary>A place in a text.</summary>
/// <param name="Offset">From the text's beginning, in UTF-16 code units, as JavaScript counts.</param>
/// <param name="Length">In UTF-16 code units.</param>
public sealed record Highlight(int Offset, int Length);
