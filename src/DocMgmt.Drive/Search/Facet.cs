namespace DocMgmt.Drive.Search;

/// <summary>By what hits are counted.</summary>
public enum Facet
{
    /// <summary>What people call a file: the values of <c>type:</c>.</summary>
    Type,

    /// <summary>Whose drive it is in: the id of the user, and as a label the name.</summary>
    Owner,
    Tag,

    /// <summary>Of the last change, in UTC, such as 2026-03.</summary>
    Month,
}

/// <summary>How many hits have a value.</summary>
/// <param name="Label">What people call it, where the value is an id.</param>
public sealed record FacetValue(string Value, string? Label, long Count);
