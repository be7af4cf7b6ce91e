using System.Collections.Immutable;

namespace DocMgmt.Tests.Model;

/// <summary>The tags of drives: a word that items carry, one of a name in a drive.</summary>
internal sealed partial class Drives
{
    /// <summary>What the owner is told: all items, in the trash or not; what others are told: the live ones that they may read.</summary>
    public int UsageOf(int user, Tag tag) => Nodes.Count(n => n.Tags.Contains(tag.Key) && (tag.Drive == user || Sees(user, n)));

    /// <summary>A tag that the user sees: of their own drive, or on something that they may read.</summary>
    public bool SeesTag(int user, Tag tag) => tag.Drive == user || UsageOf(user, tag) > 0;

    /// <exception cref="Refused">404: it is not there for them; 403: it is, in somebody else's drive.</exception>
    public Tag OwnTag(int user, int key)
    {
        if (FindTag(key) is not { } tag || !SeesTag(user, tag)) throw Refused.NotFound;
        return tag.Drive == user ? tag : throw Refused.Forbidden;
    }

    public Tag? TagNamed(int drive, string name) => Tags.FirstOrDefault(t => t.Drive == drive && t.NameKey == Tag.KeyOf(name));

    /// <summary>Made where it is missing.</summary>
    public Tag TagOfName(int drive, string name, string? color = null)
    {
        if (TagNamed(drive, name) is { } there) return there;
        var made = new Tag(NewKey(), drive, Names.Stored(name).Trim(), color);
        Set(made);
        return made;
    }

    /// <summary>What something carries in another drive: that one's tags of the same names.</summary>
    public ImmutableHashSet<int> TagsIn(int drive, Node node) =>
        drive == node.Drive ? node.Tags : [.. node.Tags.Order().Select(t => tags[t]).Select(t => TagOfName(drive, t.Name, t.Color).Key)];

    /// <param name="into">What carried it carries this from then on; null: nothing.</param>
    public void EndTag(Tag tag, int? into)
    {
        foreach (var node in Nodes.Where(n => n.Tags.Contains(tag.Key)).ToList())
            Set(node with { Tags = into is { } other ? node.Tags.Remove(tag.Key).Add(other) : node.Tags.Remove(tag.Key) });
        tags = tags.Remove(tag.Key);
    }
}
