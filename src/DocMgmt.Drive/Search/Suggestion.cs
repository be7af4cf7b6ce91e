using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Search;

/// <summary>An item that somebody may mean.</summary>
/// <param name="FullPath">From the highest ancestor that the caller may read.</param>
public sealed record Suggestion(long Id, string ItemName, ItemType Type, string? MimeType, string FullPath);
