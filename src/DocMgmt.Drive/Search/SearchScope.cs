namespace DocMgmt.Drive.Search;

/// <summary>Where to look.</summary>
internal enum SearchScope
{
    /// <summary>In all that the caller may read.</summary>
    Everywhere,

    /// <summary>Below the folder that the request was admitted to.</summary>
    Below,

    /// <summary>Directly in it.</summary>
    In,
}
