namespace DocMgmt.Drive.Listing;

/// <summary>A condition on items (alias <c>i</c>) joined from a fixed list of fragments, with every value as a parameter.</summary>
/// <param name="Parameters">Their names are a q and a number.</param>
internal sealed record Condition(string Sql, IReadOnlyDictionary<string, object?> Parameters);
