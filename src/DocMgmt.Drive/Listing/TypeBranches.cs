namespace DocMgmt.Drive.Listing;

/// <summary>
/// The first rows of a folder's children in an order: of its folders and of its files, each out of the index (parent, type, column, id), whichever way
/// types are asked for or mixed. So one index a column serves a list with folders first, with both mixed, and of one type alone. By id both come out of
/// one index, which has no types.
/// </summary>
internal static class TypeBranches
{
    private static readonly string[] Types = ["folder", "file"];

    /// <summary>
    /// At most <paramref name="limit"/> rows of each type, with what they are ordered by and no more, which the index has: the planner takes a folder for as
    /// small as most are, and where it must see the rows themselves it would rather read all of them and sort. The order between the types is for whoever asks.
    /// </summary>
    /// <param name="candidates">As <see cref="Candidates"/> has them.</param>
    /// <param name="after">As <see cref="ListWindow.After"/>.</param>
    public static string Of(ListOrder order, string candidates, IReadOnlyList<object>? after, string limit = "@Reach")
    {
        var ranked = order.Terms[0].Field == OrderField.Type;
        var terms = ranked ? [.. order.Terms.Skip(1)] : order.Terms;
        var columns = string.Join(", ", order.Terms.Select(t => OrderColumn.Of(t.Field)));
        if (order.Terms[0].Field == OrderField.Id)
            return $"(SELECT {columns} {candidates} AND {Candidates.OfType} {(after is null ? "" : $"AND {Keyset.After(terms, 0)}")} ORDER BY {ListOrder.Sql(terms)} LIMIT {limit})";
        return string.Join("\nUNION ALL\n", Types.Select(Branch).OfType<string>());

        string? Branch(string type)
        {
            // With one type before the other, the one that a walk has left behind has nothing more, and the one that it has not reached yet has all.
            var passed = ranked && after is not null && (string)after[0] != type;
            if (passed && (string)after![0] == (order.Terms[0].Descending ? "file" : "folder")) return null;
            var beyond = after is null || passed ? "" : $"AND {Keyset.After(terms, ranked ? 1 : 0)}";
            return $"(SELECT {columns} {candidates} AND i.type = '{type}' AND (CAST(@Type AS text) IS NULL OR @Type = '{type}') {beyond} ORDER BY {ListOrder.Sql(terms)} LIMIT {limit})";
        }
    }
}
