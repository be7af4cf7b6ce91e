namespace DocMgmt.Drive.Search;

/// <summary>A word of a text.</summary>
/// <param name="Text">Folded: small letters without accents, digits of any script as 0 to 9.</param>
/// <param name="Start">Where it is in the text that it was split from, in UTF-16 code units.</param>
/// <param name="Length">How long it is there.</param>
/// <param name="Parts">What it is made of, where it is made of several: <c>budget</c> and <c>2024</c> of Budget2024, pairs of signs where no spaces are written.</param>
/// <param name="Unspaced">It is of a script without spaces between words: what people take for words are parts of it.</param>
internal sealed record Word(string Text, int Start, int Length, IReadOnlyList<string> Parts, bool Unspaced)
{
    /// <summary>It repeats the end of a long run and goes on from there.</summary>
    public bool Continues => Unspaced && Parts.Count == 0;

    /// <summary>What it is looked for by in texts: of a run without spaces, its beginning.</summary>
    public string Sought => Unspaced ? string.Concat(Text.EnumerateRunes().Take(WordSplitter.LongestPart)) : Text;
}
