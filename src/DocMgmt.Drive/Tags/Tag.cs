namespace DocMgmt.Drive.Tags;

/// <summary>A word that a drive's items carry, as one caller sees it: API.md's TagResponse.</summary>
public sealed class Tag
{
    public long Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary><c>#rrggbb</c>; null: none was chosen.</summary>
    public string? Color { get; init; }

    /// <summary>How many items carry it: for the drive's owner all, those in the trash too; for others the live ones that they may read.</summary>
    public long UsageCount { get; init; }

    /// <summary>Of <c>tags g</c>, but for the count.</summary>
    internal const string Columns = "g.id, g.name, g.color";

    /// <summary>As the drive's owner sees it, after a change.</summary>
    internal const string Returned = "RETURNING id, name, color, usage_count";
}
