namespace DocMgmt.Drive.Search;

/// <summary>How words are looked for in a text of words, which has a space before and after each: by a part of that text.</summary>
internal static class Patterns
{
    /// <summary>One for each word, or one for the phrase.</summary>
    public static IEnumerable<string> Of(TextTerm term) => term.Phrase
        ? [Of(term.Text, term.Words[0].Unspaced, term.Words[^1].Unspaced || term.Prefix)]
        : term.Words.Select((w, n) => Of(w.Sought, w.Unspaced, w.Unspaced || (term.Prefix && n == term.Words.Count - 1)));

    public static string Of(string text, bool openBefore, bool openAfter) => $"{(openBefore ? "" : " ")}{text}{(openAfter ? "" : " ")}";
}
