using System.Globalization;
using DocMgmt.Drive.Listing;

namespace DocMgmt.Drive.Search;

/// <summary>
/// A query as the statement takes it. What the index can answer exactly, it is asked for; what it can answer nearly (a phrase has all of its words), it is
/// asked for, and each item that it finds is asked again; what it knows nothing of is asked of each item.
/// </summary>
internal sealed class CompiledQuery
{
    private readonly Dictionary<string, object?> parameters = new(StringComparer.Ordinal);
    private readonly List<string> conditions = [];
    private readonly bool forgiving;
    private int forgiven;

    // Of words that may be meant: what the index takes to look for them grows faster than they do.
    private const int MostForgiven = 2_000;

    /// <param name="forgiving">Whether words may have one typo each.</param>
    public CompiledQuery(IReadOnlyList<IReadOnlyList<Term>> groups, bool forgiving = false)
    {
        this.forgiving = forgiving;
        foreach (var group in groups)
        {
            var indexed = group.All(IsIndexed);
            if (indexed) AddToIndex(group);
            if (!indexed || !group.All(IsExact)) conditions.Add($"({string.Join(" OR ", group.Select(Condition))})");
        }

        Whole = WholeName(groups);
        Meant = forgiving && Whole is not null && !Whole.Contains(' ') ? [.. Typos.Of(Whole)] : null;
    }

    public IndexQuery Index { get; } = new();

    /// <summary>Of items <c>i</c> in drives <c>d</c>, with all their words in <c>h.said</c>; null: none.</summary>
    public Condition? Rest => conditions.Count == 0 ? null : new(string.Join(" AND ", conditions), parameters);

    /// <summary>Whether <see cref="Rest"/> asks for words.</summary>
    public bool ReadsSaid { get; private set; }

    /// <summary>Whether it asks for the drive.</summary>
    public bool ReadsOwner { get; private set; }

    /// <summary>What an item is called that is meant by the query and nothing else; null: the query is no name.</summary>
    public string? Whole { get; }

    /// <summary>Where one word was typed and typos are forgiven: what may be meant by it. Null: else.</summary>
    public string[]? Meant { get; }

    /// <summary>Whether a word is in it that may have been mistyped.</summary>
    public bool CanForgive { get; private set; }

    private static bool IsIndexed(Term term) => !term.Negated && (term is TextTerm or TagTerm || (term is ExtensionTerm extension && WordSplitter.Split(extension.Extension).Count > 0));

    // The signs of a run without spaces are asked for by pairs, which another run may have elsewhere.
    private static bool IsExact(Term term) => term is TagTerm || (term is TextTerm text && !(text is { Phrase: true, Words.Count: > 1 } || text.Words.Any(w => w.Unspaced)));

    private static string? WholeName(IReadOnlyList<IReadOnlyList<Term>> groups)
    {
        var said = groups.Where(g => g.Any(t => t is TextTerm && !t.Negated)).ToList();
        return said.Count > 0 && said.All(g => g.Count == 1) ? string.Join(' ', said.Select(g => ((TextTerm)g[0]).Text)) : null;
    }

    private void AddToIndex(IReadOnlyList<Term> group)
    {
        var before = Index.IsEmpty ? "(" : "&(";
        foreach (var term in group)
        {
            Index.Add(before);
            before = "|";
            switch (term)
            {
                case TagTerm tag:
                    Index.AddTags("'#'", null, tag.Key);
                    break;
                case ExtensionTerm extension:
                    AddWords(new TextTerm(WordSplitter.Split(extension.Extension), Phrase: true, Prefix: false));
                    break;
                case TextTerm text:
                    AddWords(text);
                    break;
            }
        }

        Index.Add(")");
    }

    private void AddWords(TextTerm term)
    {
        for (var n = 0; n < term.Words.Count; n++) AddWord(n == 0 ? "(" : "&(", term.Words[n], term.Prefix && n == term.Words.Count - 1, term.Phrase);
        if (term.Phrase) Index.AddTags("", Patterns.Of(term).Single(), null);
    }

    private void AddWord(string before, Word word, bool prefix, bool phrase)
    {
        if (word.Unspaced)
        {
            var pairs = word.Parts.Count > 1 ? word.Parts.SkipLast(1) : word.Parts;
            foreach (var pair in pairs.Take(WordSplitter.LongestPart))
            {
                Index.AddLexeme(before, pair, prefix: word.Parts.Count == 1);
                before = "&";
            }
        }
        else
        {
            Index.AddLexeme(before, word.Text, prefix);
            if (!phrase && Typos.MayHave(word.Text)) AddTypos(word.Text);
        }

        if (!phrase) Index.AddTags("", Patterns.Of(word.Sought, word.Unspaced, word.Unspaced || prefix), null);
        Index.Add(")");
    }

    private void AddTypos(string word)
    {
        CanForgive = true;
        if (!forgiving) return;
        var near = Typos.Of(word);
        if ((forgiven += near.Count) > MostForgiven) return;
        foreach (var meant in near) Index.AddLexeme("|", meant, prefix: false);
    }

    private string Condition(Term term)
    {
        ReadsOwner |= term is OwnerTerm;
        var sql = term switch
        {
            TextTerm text => $"({string.Join(" AND ", Patterns.Of(text).Select(Said))})",
            TagTerm tag => $"EXISTS (SELECT 1 FROM item_tags x JOIN tags g ON g.id = x.tag_id WHERE x.item_id = i.id AND g.name_key = {Parameter(tag.Key)})",
            TypeTerm { Folders: { } folders } => $"(i.type = 'folder') = {Parameter(folders)}",
            TypeTerm { Kind: var kind } => $"{Files.FileKinds.Sql} = {Parameter(kind)}",
            ExtensionTerm extension => $"(i.type = 'file' AND lower(right(i.name, {Parameter(extension.Extension.EnumerateRunes().Count() + 1)}) COLLATE \"default\") = {Parameter("." + extension.Extension)})",
            MimeTerm { All: true } mime => $"starts_with(i.mime_type, {Parameter(mime.Pattern)})",
            MimeTerm mime => $"i.mime_type = {Parameter(mime.Pattern)}",
            TimeTerm time => $"{(time.Created ? "i.created_at" : "i.updated_at")} {(time.Before ? "<" : ">=")} {Parameter(time.Time)}",
            SizeTerm size => $"i.size_bytes {(size.AtMost ? "<=" : ">=")} {Parameter(size.Bytes)}",
            OwnerTerm { Id: { } id } => $"d.owner_id = {Parameter(id)}",
            OwnerTerm { Email: { } email } => $"d.owner_id = (SELECT u.id FROM users u WHERE u.email = {Parameter(email)})",
            OwnerTerm => "d.owner_id = @CallerId",
            _ => throw new ArgumentOutOfRangeException(nameof(term)),
        };
        return term.Negated ? $"COALESCE(NOT {sql}, true)" : sql;
    }

    private string Said(string pattern)
    {
        ReadsSaid = true;
        var name = Parameter(pattern);
        return $"(strpos(h.said, {name}) > 0 OR EXISTS (SELECT 1 FROM item_tags x JOIN tags g ON g.id = x.tag_id WHERE x.item_id = i.id AND strpos(' ' || g.name_text || ' ', {name}) > 0))";
    }

    private string Parameter(object? value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"q{parameters.Count}");
        parameters[name] = value;
        return $"@{name}";
    }
}
