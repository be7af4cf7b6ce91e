namespace DocMgmt.Drive.Database;

/// <summary>A statement that was joined from fragments of a fixed list, with every value as a parameter.</summary>
/// <param name="OneOfMany">A client's own filter or order made the text, and the next one makes another: it is neither prepared nor kept.</param>
/// <param name="ReadsAll">No index bounds what is read to find little: it is given up after 10 seconds.</param>
internal sealed record Joined(string Sql, IReadOnlyDictionary<string, object?> Values, bool OneOfMany, bool ReadsAll);
