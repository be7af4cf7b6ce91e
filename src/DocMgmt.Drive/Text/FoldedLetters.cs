using System.Text;

namespace DocMgmt.Drive.Text;

/// <summary>What letters have in common for people: case and accents do not count. The same on every machine.</summary>
internal static class FoldedLetters
{
    // Letters that do not decompose though people file them under another one.
    private static readonly Dictionary<int, string> BaseLetters = new()
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['đ'] = "d", ['ð'] = "d", ['ħ'] = "h", ['ı'] = "i",
        ['ł'] = "l", ['ŧ'] = "t", ['þ'] = "th", ['ſ'] = "s", ['ĳ'] = "ij", ['ŉ'] = "n", ['ĸ'] = "k",
    };

    /// <summary>The letters that a small letter is filed under; null: it is one of its own.</summary>
    public static string? BaseOf(Rune small) => BaseLetters.GetValueOrDefault(small.Value);

    /// <summary>The small letter. Through upper case, so that both small sigmas are one.</summary>
    public static Rune Small(Rune rune) => Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));

    /// <summary>Whether a code point is an accent on the letter before. A virama (class 9) changes the letter; it is no accent.</summary>
    public static bool IsAccent(int point) => CanonicalForm.CombiningClass(point) is not (0 or 9);

    /// <summary>Appends the letter and the accents that a code point is made of. What is made of others than accents stays whole: Hangul syllables and such.</summary>
    public static void TakeApart(int point, List<int> to)
    {
        var start = to.Count;
        CanonicalForm.Decompose(point, to);
        if (to.Skip(start + 1).All(IsAccent)) return;
        to.RemoveRange(start, to.Count - start);
        to.Add(point);
    }
}
