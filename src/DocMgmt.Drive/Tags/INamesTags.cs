namespace DocMgmt.Drive.Tags;

/// <summary>A command that changes which tags an item carries, and so the rows of those that it has and of these.</summary>
internal interface INamesTags
{
    IEnumerable<long> NamedIds { get; }

    /// <summary>As sent; those that are missing are made.</summary>
    IEnumerable<string> NamedTags { get; }
}
