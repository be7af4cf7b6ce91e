namespace DocMgmt.Drive.Items;

/// <summary>What is below a folder, at any depth.</summary>
public sealed record Contents(long Folders, long Files);
