using System.Text.Json.Serialization;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Tags;

/// <summary>What an item carries after its tags were changed.</summary>
/// <param name="Added">Names; those that it carried already are not among them.</param>
public sealed record TaggedItem(long ItemId, IReadOnlyList<Tag> Tags, IReadOnlyList<string> Added, IReadOnlyList<string> Removed) : IAboutItem
{
    [JsonIgnore]
    long IAboutItem.ItemId => ItemId;

    /// <summary>Null: it carries what it carried.</summary>
    internal AuditEntry? Audit() => Added.Count + Removed.Count == 0 ? null : new("update", ItemId, new { tags_added = Added, tags_removed = Removed });
}
