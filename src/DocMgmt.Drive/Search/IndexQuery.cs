namespace DocMgmt.Drive.Search;

/// <summary>
/// What the index is asked for, as a <c>tsquery</c> in pieces: the words get the number of each drive that is searched, and behind a word stand the
/// tags of that drive that have it. Both are known in the statement only.
/// </summary>
internal sealed class IndexQuery
{
    private readonly List<string> pieces = [];
    private readonly List<string?> lexemes = [];
    private readonly List<int?> tags = [];
    private readonly List<string?> tagTexts = [];
    private readonly List<string?> tagKeys = [];

    public bool IsEmpty => pieces.Count == 0;

    /// <summary>The parameters of <see cref="HitsSql"/>'s pieces.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Values =>
    [
        new("Pieces", pieces.ToArray()), new("Lexemes", lexemes.ToArray()), new("TagsOf", tags.ToArray()), new("TagTexts", tagTexts.ToArray()), new("TagKeys", tagKeys.ToArray()),
    ];

    public void Add(string piece) => Add(piece, null, null);

    /// <summary>A word. Words are letters and digits: nothing in them needs a quote.</summary>
    public void AddLexeme(string before, string word, bool prefix) => Add(before, prefix ? $"{word}':*" : $"{word}'", null);

    /// <summary>Or any tag whose name has this, as <see cref="Patterns"/> has it; or, by its key, one tag alone.</summary>
    public void AddTags(string before, string? pattern, string? key)
    {
        tagTexts.Add(pattern);
        tagKeys.Add(key);
        Add(before, null, tagTexts.Count);
    }

    private void Add(string piece, string? lexeme, int? tag)
    {
        pieces.Add(piece);
        lexemes.Add(lexeme);
        tags.Add(tag);
    }
}
