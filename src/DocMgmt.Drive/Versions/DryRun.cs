namespace DocMgmt.Drive.Versions;

/// <summary>What pruning would delete.</summary>
/// <param name="KeepNewest">Of the policy that it is told for.</param>
/// <param name="AsOf">When; with the next day by UTC the days that count are others.</param>
/// <param name="Files">How many have versions that would go.</param>
/// <param name="Bytes">What the drive gains of its quota.</param>
/// <param name="Examples">The first hundred, by item and version number.</param>
public sealed record DryRun(
    int? KeepNewest, int? KeepDailyDays, DateTime AsOf, long Files, long Versions, long Bytes, IReadOnlyList<DoomedVersion> Examples);

/// <summary>A version that would go.</summary>
public sealed record DoomedVersion(long ItemId, string ItemName, long VersionId, int VersionNumber, long SizeBytes, DateTime CreatedAt);
