namespace DocMgmt.Drive.Listing;

/// <summary>
/// The first rows of a folder's children in an order: of its folders and of its files, each out of the index (shelf, column, id), whichever way
/// types are asked for or mixed. So one index a column serves a list with folders first, with both mixed, and of one type alone. In other orders all are read.
/// </summary>
internal static class TypeBranches
{
    private static readonly string[] Types = ["folder", "file"];

    /// <summary>
    /// At most <paramref name="limit"/> rows of each type, with what they are ordered by and no more, which the index has: what a page skips is not read
    /// then. The order between the types is for whoever asks.
    /// </summary>
    /// <param name="after">As <see cref="ListWindow.After"/>.</param>
    public static string Of(ListOrder order, Candidates candidates, IReadOnlyList<object>? after, string limit = "@Reach")
    {
        var ranked = order.Terms[0].Field == OrderField.Type;
        var terms = ranked ? [.. order.Terms.Skip(1)] : order.Terms;
        var columns = string.Join(", ", order.Terms.Select(t => OrderColumn.Of(t.Field)));
        return string.Join("\nUNION ALL\n", Types.Select(Branch).OfType<string>());

        string? Branch(string type)
        {
            // With one type before the other, the one that a walk has left behind has nothing more, and the one that it has not reached yet has all.
            var passed = ranked && after is not null && (string)after[0] != type;
            if (passed && (string)after![0] == (order.Terms[0].Descending ? "file" : "folder")) return null;
            var beyond = after is null || passed ? "" : $"AND {Keyset.After(terms, ranked ? 1 : 0)}";
            var rows = type == "folder" ? candidates.Folders : candidates.Files;
            // Else the whole table would be read by an index that has the order and nothing of the folder, such as that of the ids.
            if (!order.HasIndex) rows = $"FROM (SELECT i.* {rows} OFFSET 0) i WHERE true";
            return $"(SELECT {columns} {rows} AND (CAST(@Type AS text) IS NULL OR @Type = '{type}') {beyond} ORDER BY {ListOrder.Sql(terms)} LIMIT {limit})";
        }
    }
}
