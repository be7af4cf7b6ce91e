namespace DocMgmt.Drive.Trash;

/// <summary>How a purge is after a batch of it.</summary>
internal enum PurgeState
{
    Unfinished,

    /// <summary>Nothing is left of it.</summary>
    Gone,

    /// <summary>Somebody else is at it.</summary>
    Busy,
}
