namespace DocMgmt.Drive.Listing;

/// <summary>The order of a list, in which no two items are equal: it ends with the id, in the direction of the term before.</summary>
/// <param name="IsTree">First of all, folder by folder as they hang below each other: the order of a whole subtree unless another one is asked for.</param>
internal sealed record ListOrder(IReadOnlyList<OrderTerm> Terms, bool IsTree)
{
    private static readonly OrderTerm[] ByName = [new(OrderField.Name, Descending: false)];

    /// <param name="asked">None: by name.</param>
    public static ListOrder Of(IReadOnlyList<OrderTerm>? asked, bool foldersFirst = false, bool tree = false)
    {
        var terms = new List<OrderTerm>();
        if (foldersFirst) terms.Add(new(OrderField.Type, Descending: true)); // "folder" comes after "file"
        foreach (var term in asked is { Count: > 0 } ? asked : ByName)
        {
            if (!terms.Exists(t => t.Field == term.Field)) terms.Add(term);
            if (term.Field == OrderField.Id) return new(terms, tree);
        }

        terms.Add(new(OrderField.Id, terms[^1].Descending));
        return new(terms, tree);
    }

    /// <summary>It is one of the few that <c>order=</c> can ask for, in which an index has a folder's folders and its files.</summary>
    public bool HasIndex
    {
        get
        {
            var first = Terms[0] is { Field: OrderField.Type, Descending: true } ? 1 : 0;
            return Terms.Count == first + 2 && Terms[^1] is { Field: OrderField.Id } last && last.Descending == Terms[first].Descending
                && Terms[first].Field is OrderField.Name or OrderField.Size or OrderField.UpdatedAt or OrderField.CreatedAt;
        }
    }

    /// <summary>What follows ORDER BY.</summary>
    public string By => (IsTree ? "i.place, " : "") + Sql(Terms);

    /// <summary>What follows ORDER BY for these terms alone.</summary>
    public static string Sql(IEnumerable<OrderTerm> terms) => string.Join(", ", terms.Select(t => OrderColumn.Sql(t.Field) + (t.Descending ? " DESC" : "")));

    /// <summary>Distinct for each order.</summary>
    public override string ToString() => (IsTree ? "tree " : "") + string.Join(' ', Terms.Select(t => (t.Descending ? "-" : "") + t.Field));
}
