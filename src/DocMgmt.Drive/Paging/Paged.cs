namespace DocMgmt.Drive.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Page">1 for the first; null when a cursor led here.</param>
/// <param name="Total">Of the whole list; exact.</param>
/// <param name="NextCursor">Leads to what comes after this page; null at the end.</param>
public sealed record Paged<T>(IReadOnlyList<T> Data, int? Page, int PageSize, long? Total, bool HasNext, string? NextCursor);
