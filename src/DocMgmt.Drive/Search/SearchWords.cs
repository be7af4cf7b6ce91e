using DocMgmt.Drive.Text;

namespace DocMgmt.Drive.Search;

/// <summary>What an item is found by, as the row of <c>search_texts</c> has it: words with a space between.</summary>
internal sealed record SearchWords(string NameText, string PartsText, string AboutText)
{
    /// <summary>Of the rules by which words are split. Whoever changes them counts on: the job then splits all texts anew.</summary>
    public const short Form = 1;

    /// <param name="description">Null: none.</param>
    public static SearchWords Of(string name, string? description)
    {
        var (named, about) = (Split(name), Split(description ?? ""));
        return new(Joined(named), string.Join(' ', named.Concat(about).SelectMany(w => w.Parts).Distinct(StringComparer.Ordinal)), Joined(about));
    }

    /// <summary>The words of a text, with a space between.</summary>
    public static string Of(string text) => Joined(Split(text));

    private static List<Word> Split(string text) => WordSplitter.Split(CanonicalForm.Compose(text));

    private static string Joined(IEnumerable<Word> words) => string.Join(' ', words.Select(w => w.Text));
}
