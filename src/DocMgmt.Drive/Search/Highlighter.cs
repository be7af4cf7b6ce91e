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
                if (word.Unspaced) unspaced.Add(word.Sought);
                else if (term.Prefix && n == term.Words.Count - 1) begun.Add(word.Text);
                else whole.Add(word.Text);
                if (forgiving && !term.Phrase && Typos.MayHave(word.Text)) whole.UnionWith(Typos.Of(word.Text));
            }
        }
    }

    private bool IsEmpty => whole.Count == 0 && begun.Count == 0 && unspaced.Count == 0;

    /// <summary>Null where no words were asked for.</summary>
    public Highlights? Of(SearchHit hit) => IsEmpty ? null : new(In(hit.ItemName), In(hit.Description ?? ""), [.. hit.Tags.Where(t => In(t).Count > 0)]);

    private List<Highlight> In(string text)
    {
        var places = new List<Highlight>();
        foreach (var place in WordSplitter.Split(text).SelectMany(In).OrderBy(p => p.Offset))
        {
            // Long runs are split into words that overlap.
            if (places is [.., var last] && place.Offset < last.Offset + last.Length) places[^1] = new(last.Offset, Math.Max(last.Length, place.Offset + place.Length - last.Offset));
            else places.Add(place);
        }

        return places;
    }

    private IEnumerable<Highlight> In(Word word)
    {
        if (!word.Unspaced) return Has(word.Text) || word.Parts.Any(Has) ? [new(word.Start, word.Length)] : [];
        if (!unspaced.Exists(u => word.Text.Contains(u, StringComparison.Ordinal))) return [];
        return word.Text.Length == word.Length ? Merged(word) : [new(word.Start, word.Length)];
    }

    /// <summary>All that was asked for in a run of signs; what overlaps, or touches, as one place.</summary>
    private IEnumerable<Highlight> Merged(Word word)
    {
        var marked = new bool[word.Text.Length + 1];
        foreach (var sought in unspaced)
        {
            for (var at = word.Text.IndexOf(sought, StringComparison.Ordinal); at >= 0; at = word.Text.IndexOf(sought, at + 1, StringComparison.Ordinal)) marked.AsSpan(at, sought.Length).Fill(true);
        }

        for (var (n, begin) = (0, -1); n < marked.Length; n++)
        {
            if (marked[n] && begin < 0) begin = n;
            if (marked[n] || begin < 0) continue;
            yield return new(word.Start + begin, n - begin);
            begin = -1;
        }
    }

    private bool Has(string word) => whole.Contains(word) || begun.Exists(b => word.StartsWith(b, StringComparison.Ordinal));
}
