namespace DocMgmt.Drive.Listing;

/// <summary>The condition on item <c>i</c> to come after a cursor's last row, whose values are <c>@After0</c>, <c>@After1</c>, ….</summary>
internal static class Keyset
{
    /// <summary>
    /// Where all terms have one direction, one comparison of rows, which an index answers. Else a comparison for each run of terms of one direction;
    /// the first of them still bounds the scan. The planner does not see the values: of where they lie in the whole table it would judge how little of this
    /// list is left, and read and sort what may be most of it.
    /// </summary>
    /// <param name="first">The number of the first term's value.</param>
    public static string After(IReadOnlyList<OrderTerm> terms, int first)
    {
        var run = terms.TakeWhile(t => t.Descending == terms[0].Descending).Count();
        var columns = $"({string.Join(", ", terms.Take(run).Select(t => OrderColumn.Sql(t.Field)))})";
        var values = $"({string.Join(", ", Enumerable.Range(first, run).Select(n => $"(SELECT @After{n})"))})";
        var beyond = terms[0].Descending ? "<" : ">";
        return run == terms.Count
            ? $"{columns} {beyond} {values}"
            : $"{columns} {beyond}= {values} AND ({columns} {beyond} {values} OR ({columns} = {values} AND {After([.. terms.Skip(run)], first + run)}))";
    }
}
