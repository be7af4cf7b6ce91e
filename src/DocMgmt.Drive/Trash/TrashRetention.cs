namespace DocMgmt.Drive.Trash;

/// <summary>How long the trash keeps things.</summary>
public sealed record TrashRetention(TimeSpan Kept);
