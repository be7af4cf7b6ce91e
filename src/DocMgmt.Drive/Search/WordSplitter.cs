using System.Globalization;
using System.Text;
using DocMgmt.Drive.Text;

namespace DocMgmt.Drive.Search;

/// <summary>
/// Splits texts into words as people type them: letters and digits belong together (TL072, user1, 2024), all else stands between. Each symbol
/// such as an emoji is a word of its own. Nothing is left out, and no word is changed into another: there are no stop words and no stems.
/// </summary>
internal sealed class WordSplitter
{
    /// <summary>Longer words are cut, in texts and in queries alike. In code points.</summary>
    public const int MaxLength = 64;

    /// <summary>Of a run of signs without spaces, what is looked for in it. In code points.</summary>
    public const int LongestPart = MaxLength / 2;

    private readonly List<Word> words = [];
    private readonly List<Rune> letters = [];
    private readonly List<int> breaks = []; // where parts of the word begin
    private readonly List<int> points = [];
    private int start;
    private int end;
    private Kind before;

    private enum Kind { None, Small, Capital, Digit, Unspaced }

    /// <summary>In their order. Takes any string.</summary>
    public static List<Word> Split(string text)
    {
        var splitter = new WordSplitter();
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            splitter.points.Clear();
            FoldedLetters.TakeApart(rune.Value, splitter.points);
            foreach (var point in splitter.points) splitter.Add(new Rune(point), position, rune.Utf16SequenceLength);
            position += rune.Utf16SequenceLength;
        }

        splitter.End();
        return splitter.words;
    }

    private void Add(Rune rune, int position, int length)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (IsMark(category))
        {
            if (letters.Count == 0) return;
            if (!FoldedLetters.IsAccent(rune.Value)) letters.Add(rune);
            end = position + length;
            return;
        }

        var kind = KindOf(rune, category);
        if (kind == Kind.None || (letters.Count > 0 && (kind == Kind.Unspaced) != (before == Kind.Unspaced))) End();
        if (category == UnicodeCategory.OtherSymbol) words.Add(new(rune.ToString(), position, length, [], Unspaced: false));
        if (kind == Kind.None) return;

        if (letters.Count == 0) start = position;
        else if (IsBreak(before, kind)) breaks.Add(letters.Count);
        // The last of several capital letters begins what follows: XML and File of XMLFile.
        else if (before == Kind.Capital && kind == Kind.Small && letters.Count - 1 > breaks.LastOrDefault()) breaks.Add(letters.Count - 1);
        (end, before) = (position + length, kind);
        Fold(rune, kind);
    }

    private void Fold(Rune rune, Kind kind)
    {
        if (kind == Kind.Digit)
        {
            letters.Add(new Rune('0' + (int)Rune.GetNumericValue(rune)));
            return;
        }

        var small = FoldedLetters.Small(rune);
        if (FoldedLetters.BaseOf(small) is { } letter) letters.AddRange(letter.EnumerateRunes());
        else letters.Add(small);
    }

    private void End()
    {
        if (letters.Count > 0 && before == Kind.Unspaced) AddRun();
        else if (letters.Count > 0) words.Add(new(TextOf(0, letters.Count), start, end - start, Parts(), Unspaced: false));
        letters.Clear();
        breaks.Clear();
        before = Kind.None;
    }

    // A long run is cut into words that overlap by half: whatever is looked for in it, up to that length, is in one of them whole.
    private void AddRun()
    {
        var isAsWritten = letters.Sum(l => l.Utf16SequenceLength) == end - start; // else nobody knows which sign stands where
        for (var from = 0; from == 0 || from + LongestPart < letters.Count; from += LongestPart)
        {
            var text = TextOf(from, letters.Count);
            var (at, length) = isAsWritten ? (start + letters.Take(from).Sum(l => l.Utf16SequenceLength), text.Length) : (start, end - start);
            words.Add(new(text, at, length, from == 0 ? Pairs() : [], Unspaced: true));
        }
    }

    private List<string> Parts()
    {
        if (breaks.Count == 0) return [];
        int[] borders = [0, .. breaks, letters.Count];
        return [.. borders.Zip(borders.Skip(1)).Where(b => b.Second - b.First > 1).Select(b => TextOf(b.First, b.Second))];
    }

    /// <summary>Each two signs, and the last one alone: so any run of signs is found by its pairs, and one sign as the beginning of a pair.</summary>
    private List<string> Pairs() => [.. Enumerable.Range(0, letters.Count).Select(n => TextOf(n, Math.Min(n + 2, letters.Count)))];

    private string TextOf(int from, int to)
    {
        var text = new StringBuilder();
        foreach (var rune in letters.Skip(from).Take(Math.Min(to - from, MaxLength))) text.Append(rune.ToString());
        return text.ToString();
    }

    private static bool IsBreak(Kind before, Kind kind) => kind != before && (kind == Kind.Digit || before == Kind.Digit || (before == Kind.Small && kind == Kind.Capital));

    private static Kind KindOf(Rune rune, UnicodeCategory category) => category switch
    {
        UnicodeCategory.DecimalDigitNumber => Kind.Digit,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Kind.Capital,
        UnicodeCategory.LowercaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse => IsUnspaced(rune.Value) ? Kind.Unspaced : Kind.Small,
        _ => Kind.None,
    };

    private static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Thai, Lao, Myanmar, Khmer; kana and what goes with it; Han.
    private static bool IsUnspaced(int point) => point is
        (>= 0x0E01 and <= 0x0EDF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17DC) or (>= 0x3005 and <= 0x3007) or (>= 0x3040 and <= 0x30FF)
        or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
