using System.Text;

namespace DocMgmt.Drive.OData;

/// <summary>
/// A filter as the parser is to get it. The parser reads the list of <c>in</c> as JSON: it takes a backslash for an escape, fails at an empty text
/// and cuts 1.5 to 1. So lists are read here, and the parser gets for each text one of the same length that holds nothing but one private-use
/// character, by which <see cref="Restore"/> finds the text again. Messages of the parser still name the right positions.
/// </summary>
internal sealed class ListedTexts
{
    private const char FirstStandIn = '\uE000';
    private readonly List<string> texts = [];
    private readonly StringBuilder written = new();
    private readonly string filter;
    private int at;

    /// <param name="filter">So short that its texts are fewer than the private-use characters: 4,000 characters are.</param>
    /// <exception cref="Pipeline.Problem">400: a list holds something else than whole numbers, texts and null, or a name begins with $ or @.</exception>
    public ListedTexts(string filter)
    {
        this.filter = filter;
        while (at < filter.Length)
        {
            var start = at;
            if (filter[at] == '\'') SkipText();
            else if (IsWord(filter[at])) SkipWord();
            else if (filter[at++] is '$' or '@') throw Options.FilterFault($"$it, $count and aliases with @ are not taken here (at position {start}).");
            var piece = filter[start..at];
            var isIn = piece.Equals("in", StringComparison.OrdinalIgnoreCase);
            written.Append(isIn ? "in" : piece);
            if (isIn && Next() == '(') CopyList();
        }
    }

    public string Text => written.ToString();

    /// <summary>The text that a text in a list of the parsed filter stands for.</summary>
    public string Restore(string standIn) => standIn is [>= FirstStandIn, ..] && standIn[0] - FirstStandIn < texts.Count ? texts[standIn[0] - FirstStandIn] : throw NoList(0);

    private void CopyList()
    {
        Copy(filter.IndexOf('(', at) + 1);
        while (true)
        {
            Copy(at + SpacesFrom(at));
            CopyValue();
            Copy(at + SpacesFrom(at));
            var end = at < filter.Length ? filter[at] : '\0';
            if (end is not (',' or ')')) throw NoList(at);
            Copy(at + 1);
            if (end == ')') return;
        }
    }

    private void CopyValue()
    {
        var start = at;
        if (at < filter.Length && filter[at] == '\'')
        {
            SkipText();
            if (at - start < 2 || filter[at - 1] != '\'') throw NoList(start);
            var inner = filter[(start + 1)..(at - 1)];
            written.Append('\'').Append((char)(FirstStandIn + texts.Count), Math.Max(1, inner.Length)).Append('\'');
            texts.Add(inner.Replace("''", "'", StringComparison.Ordinal));
            return;
        }

        if (at < filter.Length && filter[at] == '-') at++;
        SkipWord();
        var word = filter[start..at];
        if (word != "null" && (!word.Any(char.IsAsciiDigit) || !word.TrimStart('-').All(char.IsAsciiDigit))) throw NoList(start);
        written.Append(word);
    }

    /// <summary>To behind the quote that ends it, or to the end: the parser says then that there is none.</summary>
    private void SkipText()
    {
        do at = filter.IndexOf('\'', at + 1) is >= 0 and var quote ? quote + 1 : filter.Length;
        while (at < filter.Length && filter[at] == '\'');
    }

    private void SkipWord()
    {
        while (at < filter.Length && IsWord(filter[at])) at++;
    }

    private void Copy(int to)
    {
        written.Append(filter, at, to - at);
        at = to;
    }

    private char Next() => at + SpacesFrom(at) is var next && next < filter.Length ? filter[next] : '\0';
    private int SpacesFrom(int position) => filter.Skip(position).TakeWhile(char.IsWhiteSpace).Count();
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';
    private static Pipeline.Problem NoList(int position) => Options.FilterFault($"A list takes texts in single quotes, whole numbers and null, with commas between (at position {position}).");
}
