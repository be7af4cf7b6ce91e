using System.Globalization;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Text;

namespace DocMgmt.Drive.Search;

/// <summary>
/// Reads what people type: words, <c>"exact phrases"</c>, <c>-not</c>, <c>one or another</c>, a star for the rest of a word, and operators such as
/// <c>type:pdf</c>. README.md has all of it.
/// </summary>
internal sealed class QueryText
{
    /// <summary>In UTF-16 code units.</summary>
    public const int MaxLength = 1_000;

    private const int MostTerms = 50;

    private readonly string text;
    private readonly List<List<Term>> groups = [];
    private int position;
    private int terms;
    private bool alternative; // an "or" was the last thing
    private bool placed; // an "in:" was the last thing

    private QueryText(string text) => this.text = text;

    /// <summary>What must all be so; of each group any.</summary>
    public IReadOnlyList<IReadOnlyList<Term>> Groups => groups;

    /// <summary>The folder below which to look; null: not said.</summary>
    public long? In { get; private set; }

    /// <summary>The same by the names that lead to it in the caller's drive.</summary>
    public IReadOnlyList<string>? InNames { get; private set; }

    /// <exception cref="Problem">400 <c>query_invalid</c>, with what is wrong and how to say it.</exception>
    public static QueryText Read(string text)
    {
        if (text.Length > MaxLength) throw Fault($"This is too long: at most {MaxLength} characters.");
        if (text.Contains('\0', StringComparison.Ordinal) || ItemName.HasLoneSurrogate(text)) throw Fault("This holds characters that are none.");
        var read = new QueryText(CanonicalForm.Compose(text).Replace('“', '"').Replace('”', '"').Replace('„', '"'));
        while (read.SkipSpace()) read.ReadTerm();
        if (read.alternative) throw NothingBeside;
        read.OpenLastWord();
        return read;
    }

    private static Problem NothingBeside => Fault("or stands between two things. To search for the word, write \"or\".");

    private static Problem Elsewhere => Fault("in: says where to look; it can be neither negated nor an alternative.");

    private bool SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
        return position < text.Length;
    }

    private void ReadTerm()
    {
        var negated = text[position] == '-' && position + 1 < text.Length && !char.IsWhiteSpace(text[position + 1]);
        if (negated) position++;
        if (text[position] == '"')
        {
            AddText(Quoted(), negated, phrase: true);
            return;
        }

        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && text[position] != ':') position++;
        var word = text[start..position];
        if (position < text.Length && text[position] == ':' && Operators.IsOne(word))
        {
            position++;
            AddOperator(word, position < text.Length && text[position] == '"' ? Quoted() : Bare(position), negated);
            return;
        }

        word = Bare(start);
        if (!negated && word.Equals("or", StringComparison.OrdinalIgnoreCase))
        {
            if (placed) throw Elsewhere;
            if (groups.Count == 0 || alternative) throw NothingBeside;
            alternative = true;
            return;
        }

        AddText(word, negated, phrase: false);
    }

    private string Bare(int start)
    {
        position = start;
        while (position < text.Length && !char.IsWhiteSpace(text[position])) position++;
        return text[start..position];
    }

    private string Quoted()
    {
        var end = text.IndexOf('"', position + 1);
        if (end < 0) throw Fault("A quotation mark is open: write \"two of them\", or none.");
        var quoted = text[(position + 1)..end];
        position = end + 1;
        return quoted;
    }

    private void AddText(string said, bool negated, bool phrase)
    {
        var words = WordSplitter.Split(said).Where(w => !w.Continues).ToList();
        // Punctuation alone, such as a dash between words, asks for nothing.
        if (words.Count == 0) return;
        Add(new TextTerm(words, phrase, Prefix: !phrase && said.EndsWith('*')) { Negated = negated });
    }

    private void AddOperator(string name, string value, bool negated)
    {
        if (!name.Equals(Operators.In, StringComparison.OrdinalIgnoreCase))
        {
            Add(Operators.Of(name, value.Trim()) with { Negated = negated });
            return;
        }

        if (negated || alternative) throw Elsewhere;
        if (In is not null || InNames is not null) throw Fault("Say in: once.");
        placed = true;
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) In = id;
        else if (value.StartsWith('/')) InNames = [.. value.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(ItemName.Normalize)];
        else throw Fault("in: takes the id of a folder or its path in your drive, such as in:204 or in:\"/Work/Old plans\".");
    }

    private void Add(Term term)
    {
        terms += term is TextTerm said ? said.Words.Count : 1;
        if (terms > MostTerms) throw Fault($"This asks for too much: at most {MostTerms} words and operators.");
        if (alternative) groups[^1].Add(term);
        else groups.Add([term]);
        (alternative, placed) = (false, false);
    }

    /// <summary>The last word may be the beginning of one: people see what they are typing.</summary>
    private void OpenLastWord()
    {
        for (var n = groups.Count - 1; n >= 0; n--)
        {
            var at = groups[n].FindLastIndex(t => t is TextTerm { Negated: false });
            if (at < 0) continue;
            if (groups[n][at] is TextTerm { Phrase: false } last) groups[n][at] = last with { Prefix = true };
            return;
        }
    }

    private static Problem Fault(string message) => Operators.Fault("query", message);
}
