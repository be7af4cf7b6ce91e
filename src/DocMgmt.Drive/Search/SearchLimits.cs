namespace DocMgmt.Drive.Search;

/// <summary>How much a search looks at.</summary>
/// <param name="MostRanked">Of more hits than these in a drive, or in all that others share, only so many are looked at, and what ranks first for sure: their number is told as a lower bound anyway.</param>
public sealed record SearchLimits(int MostRanked = 100_000);
