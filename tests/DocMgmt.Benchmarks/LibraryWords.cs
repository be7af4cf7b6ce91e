namespace DocMgmt.Benchmarks;

/// <summary>What to search for in the names of <c>db/seed/library.sql</c>: words that names have, told apart by how many have them.</summary>
/// <param name="all">The names of a drive, as words with a space between: how frequent a word is, is counted in these.</param>
/// <param name="names">Those that can be found, in any order.</param>
internal sealed class LibraryWords(IReadOnlyList<string> all, IReadOnlyList<string> names)
{
    private const double Few = 0.02, Many = 0.15, Most = 0.25;
    private readonly Dictionary<string, int> begun = all
        .SelectMany(n => n.Split(' ').SelectMany(w => Enumerable.Range(1, w.Length).Select(l => w[..l])).Distinct(StringComparer.Ordinal))
        .CountBy(b => b, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>A word that less than 2 % of the names have, whether or not it goes on: of each name another one of its own.</summary>
    public string Rare(int n) => RareOf(n)[n % RareOf(n).Count];

    /// <summary>Two such words of one name.</summary>
    public string TwoRare(int n) => $"{Rare(n)} {RareOf(n)[(n + 1) % RareOf(n).Count]}";

    /// <summary>A word that 20 % of the names have.</summary>
    public string Frequent(int n) => FrequentOf(n)[n % FrequentOf(n).Count];

    /// <summary>Two such words of one name.</summary>
    public string TwoFrequent(int n) => $"{Frequent(n)} {FrequentOf(n)[(n + 1) % FrequentOf(n).Count]}";

    /// <summary>Two words of a name that follow each other.</summary>
    public string Phrase(int n) => string.Join(' ', WordsOf(n)[..2]);

    /// <summary>A rare word with a letter that it does not have.</summary>
    public string Mistyped(int n)
    {
        var word = Rare(n);
        return $"{word[..(word.Length / 2)]}q{word[((word.Length / 2) + 1)..]}";
    }

    /// <summary>What somebody has typed of a word after 1 to 6 letters.</summary>
    public string Typed(int n)
    {
        var words = WordsOf(n / 6);
        var word = words[n / 6 % words.Length];
        return word[..Math.Min(word.Length, 1 + (n % 6))];
    }

    private List<string> RareOf(int n) => [.. WordsOf(n).Where(w => Share(w) < Few)];

    private List<string> FrequentOf(int n) => [.. WordsOf(n).Where(w => Share(w) is > Many and < Most)];

    private double Share(string word) => (double)begun.GetValueOrDefault(word) / all.Count;

    // A prime: neighbours have nothing in common.
    private string[] WordsOf(int n) => [.. names[n * 7_919 % names.Count].Split(' ').Where(w => w.All(char.IsAsciiLetter))];
}
