namespace DocMgmt.Drive.Search;

/// <summary>
/// The words that a mistyped one may have been meant as: those at a Damerau-Levenshtein distance of one (a letter wrong, missing, too many, or two of
/// them swapped). They are looked up in the index like any other word, so no dictionary of everybody's words need be kept, and none can be told from.
/// </summary>
internal static class Typos
{
    private const int Shortest = 4;
    private const int Longest = 24;

    // Folded letters: those with accents are not among them.
    private static readonly string[] Alphabets = ["abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщъыьэюяієґ", "αβγδεζηθικλμνξοπρστυφχψω"];

    /// <summary>Whether people would want it forgiven: short words and such with digits are meant as they are.</summary>
    public static bool MayHave(string word) => word.Length is >= Shortest and <= Longest && AlphabetOf(word) is not null;

    /// <summary>All of them, of a word of one alphabet; some 53 for each Latin letter.</summary>
    public static IReadOnlySet<string> Of(string word)
    {
        var near = new HashSet<string>(StringComparer.Ordinal);
        var alphabet = AlphabetOf(word) ?? "";
        for (var n = 0; n <= word.Length; n++)
        {
            foreach (var letter in alphabet)
            {
                near.Add($"{word[..n]}{letter}{word[n..]}");
                if (n < word.Length) near.Add($"{word[..n]}{letter}{word[(n + 1)..]}");
            }

            if (n < word.Length) near.Add(word.Remove(n, 1));
            if (n + 1 < word.Length) near.Add($"{word[..n]}{word[n + 1]}{word[n]}{word[(n + 2)..]}");
        }

        near.Remove(word);
        return near;
    }

    private static string? AlphabetOf(string word) => Alphabets.FirstOrDefault(a => word.All(a.Contains));
}
