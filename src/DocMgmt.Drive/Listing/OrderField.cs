namespace DocMgmt.Drive.Listing;

/// <summary>What a list can be ordered by. Name means the order that people expect: by <c>sort_key</c>.</summary>
public enum OrderField
{
    Name,
    Type,
    Size,
    UpdatedAt,
    CreatedAt,
    Id,
    MimeType,

    /// <summary>How well a hit of a search fits: the lower, the better.</summary>
    Relevance,
}
