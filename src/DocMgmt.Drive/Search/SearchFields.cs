using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Search;

/// <summary>What is searched for: the text that people type, and beside it fields, which say what operators in the text say too. All of it must be so.</summary>
/// <param name="Query">Null: no text.</param>
/// <param name="Type">As <c>type:</c>.</param>
/// <param name="ParentId">Directly in this folder.</param>
/// <param name="In">In this folder, at any depth.</param>
/// <param name="Tags">Each of them.</param>
/// <param name="Owner">As <c>owner:</c>.</param>
/// <param name="MimeType">A MIME type, or a range such as <c>image/*</c>.</param>
/// <param name="UpdatedAfter">From that day or time on; as <c>after:</c>.</param>
/// <param name="UpdatedBefore">As <c>before:</c>.</param>
public sealed record SearchFields(
    string? Query = null, string? Type = null, long? ParentId = null, long? In = null, IReadOnlyList<string>? Tags = null, string? Owner = null, string? MimeType = null,
    long? MinSizeBytes = null, long? MaxSizeBytes = null, string? UpdatedAfter = null, string? UpdatedBefore = null, string? CreatedAfter = null, string? CreatedBefore = null)
{
    private const int MostTags = 50;

    /// <summary>Read.</summary>
    /// <param name="Groups">All of these must be so, of each any.</param>
    internal sealed record Terms(IReadOnlyList<IReadOnlyList<Term>> Groups, SearchScope Scope, Access Access);

    /// <exception cref="Problem">400 <c>query_invalid</c>, by field.</exception>
    internal Terms Read()
    {
        var text = Query is null ? null : QueryText.Read(Query);
        var groups = new List<IReadOnlyList<Term>>(text?.Groups ?? []);
        groups.AddRange(OfFields().Select(t => (IReadOnlyList<Term>)[t]));
        var (scope, access) = Place(text);
        if (groups.Count == 0 && scope == SearchScope.Everywhere) throw Operators.Fault("query", "Say what to search for: words in query, or one of the other fields.");
        return new(groups, scope, access);
    }

    private IEnumerable<Term> OfFields()
    {
        if (Type is not null) yield return Operators.Type("type", Type);
        if (Tags?.Count > MostTags) throw Operators.Fault("tags", $"At most {MostTags} tags.");
        foreach (var tag in Tags ?? []) yield return Operators.Tag("tags", tag ?? "");
        if (Owner is not null) yield return Operators.Owner("owner", Owner);
        if (MimeType is not null) yield return Operators.Mime("mime_type", MimeType);
        if (MinSizeBytes is { } least) yield return Size("min_size_bytes", least, atMost: false);
        if (MaxSizeBytes is { } most) yield return Size("max_size_bytes", most, atMost: true);
        if (UpdatedAfter is not null) yield return Operators.Time("updated_after", UpdatedAfter, created: false, before: false);
        if (UpdatedBefore is not null) yield return Operators.Time("updated_before", UpdatedBefore, created: false, before: true);
        if (CreatedAfter is not null) yield return Operators.Time("created_after", CreatedAfter, created: true, before: false);
        if (CreatedBefore is not null) yield return Operators.Time("created_before", CreatedBefore, created: true, before: true);
    }

    private static SizeTerm Size(string field, long bytes, bool atMost) => bytes >= 0 ? new(atMost, bytes) : throw Operators.Fault(field, "A size is a number of bytes, from 0.");

    private (SearchScope Scope, Access Access) Place(QueryText? text)
    {
        if (new object?[] { ParentId, In, text?.In, text?.InNames }.Count(p => p is not null) > 1) throw Operators.Fault("in", "Say once where to look: by parent_id, by in, or by in: in the query.");
        if (ParentId is { } parent) return (SearchScope.In, Access.ToFolder(parent, Level.Read));
        if ((In ?? text?.In) is { } folder) return (SearchScope.Below, Access.ToFolder(folder, Level.Read));
        return text?.InNames is { } names ? (SearchScope.Below, Access.ToFolderPath(names, Level.Read)) : (SearchScope.Everywhere, Access.SignedIn);
    }
}
