namespace DocMgmt.Drive.Search;

/// <summary>One thing that is asked of the items to be found.</summary>
internal abstract record Term
{
    /// <summary>It must not be so.</summary>
    public bool Negated { get; init; }
}

/// <summary>Words in the name, the description or a tag: all of them, anywhere, or as a phrase one after the other.</summary>
/// <param name="Prefix">The last one may go on: it is the beginning of a word.</param>
internal sealed record TextTerm(IReadOnlyList<Word> Words, bool Phrase, bool Prefix) : Term
{
    /// <summary>As texts have them: a space between.</summary>
    public string Text { get; } = string.Join(' ', Words.Select(w => w.Sought));
}

/// <summary>A tag of that name.</summary>
/// <param name="Key">As tags are compared.</param>
internal sealed record TagTerm(string Key) : Term;

/// <param name="Folders">Folders or files; null: not asked.</param>
/// <param name="Kind">Such as <c>image</c>; null: not asked.</param>
internal sealed record TypeTerm(bool? Folders, string? Kind) : Term;

/// <param name="Extension">In small letters, without the dot before it.</param>
internal sealed record ExtensionTerm(string Extension) : Term;

/// <param name="Pattern">A MIME type, or <c>image/</c> for all of them.</param>
internal sealed record MimeTerm(string Pattern, bool All) : Term;

/// <summary>Made or changed before a time, or from a time on.</summary>
internal sealed record TimeTerm(bool Created, bool Before, DateTime Time) : Term;

/// <summary>Files of at least or at most so many bytes. Folders have no size.</summary>
internal sealed record SizeTerm(bool AtMost, long Bytes) : Term;

/// <summary>In the drive of somebody.</summary>
/// <param name="Id">Null: not told by an id.</param>
/// <param name="Email">In small letters; null: not told by that. Neither: the caller.</param>
internal sealed record OwnerTerm(long? Id, string? Email) : Term;
