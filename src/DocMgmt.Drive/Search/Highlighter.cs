namespace DocMgmt.Drive.Search;

/// <summary>Finds the words of a query in what its hits say: whole words, also where only their beginning or a part of them was asked for.</summary>
internal sealed class Highlighter
{
    private readonly HashSet<string> whole = new(StringComparer.Ordinal);
    private readonly List<string> begun = [];
    private readonly List<string> unspaced = [];

    /// <param name="forgiving">As the query was asked.</param>
    public Highlighter(IReadOnlyList<IReadOnlyList<Term>> groups, bool forgiving)
    {
        foreach (var term in groups.SelectMany(g => g).OfType<TextTerm>().Where(t => !t.Negated))
        {
            foreach (var (word, n) in term.Words.Select((w, n) => (w, n)))
            {
                if (word.Unspaced) unspaced.Add(word.Text);
                else if (term.Prefix && n == term.Words.Count - 1) begun.Add(word.Text);
                else whole.Add(word.Text);
                if (forgiving && !term.Phrase && Typos.MayHave(word.Text)) whole.UnionWith(Typos.Of(word.Text));
            }
        }
    }

    private bool IsEmpty => whole.Count == 0 && begun.Count == 0 && unspaced.Count == 0;

    /// <summary>Null where no words were asked for.</summary>
    public Highlights? Of(SearchHit hit) => IsEmpty ? null : new(In(hit.ItemName), In(hit.Description ?? ""), [.. hit.Tags.Where(t => In(t).Count > 0)]);

    private List<Highlight> In(string text) => [.. WordSplitter.Split(text).SelectMany(In)];

    private IEnumerable<Highlight> In(Word word)
    {
        if (!word.Unspaced) return Has(word.Text) || word.Parts.Any(Has) ? [new(word.Start, word.Length)] : [];
        return unspaced.Select(u => (Said: u, At: word.Text.IndexOf(u, StringComparison.Ordinal))).Where(u => u.At >= 0)
            .Select(u => word.Text.Length == word.Length ? new Highlight(word.Start + u.At, u.Said.Length) : new(word.Start, word.Length)).Distinct().OrderBy(h => h.Offset);
    }

    private bool Has(string word) => whole.Contains(word) || begun.Exists(b => word.StartsWith(b, StringComparison.Ordinal));
}
