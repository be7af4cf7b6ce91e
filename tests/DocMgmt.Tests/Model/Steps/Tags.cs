namespace DocMgmt.Tests.Model.Steps;

/// <summary>Has an item carry these tags and no others: by name, or else by key.</summary>
internal sealed record SetTags(int User, int Item, string[]? Names, int[] Tags) : Step(User)
{
    public override string Op => "set_tags";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        foreach (var name in Names ?? []) Model.Names.CheckTag(name);
        var node = drives.Thing(User, Item, Level.Write);
        int[] tags = Names is null
            ? [.. Tags.Where(t => drives.FindTag(t) is { } tag && tag.Drive == node.Drive && drives.SeesTag(User, tag))]
            : [.. Names.Select(n => drives.TagOfName(node.Drive, n).Key)];
        if (Names is null && tags.Length < Tags.Length) throw new Refused(422, "tag_unknown");
        drives.Set(node with { Tags = [.. tags] });
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Put, $"/v1/items/{ids.Of(Item)}/tags", Names is null
        ? new Fields { ["tag_ids"] = Tags.Select(t => ids.Of(t)).ToArray() }
        : new Fields { ["tags"] = Names });
}

/// <summary>By name, or else by key.</summary>
internal sealed record AddTag(int User, int Item, string? Name, int Tag) : Step(User)
{
    public override string Op => "tag";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        if (Name is not null) Names.CheckTag(Name);
        var node = drives.Thing(User, Item, Level.Write);
        var tag = Name is not null ? drives.TagOfName(node.Drive, Name) : drives.FindTag(Tag);
        if (tag is null || tag.Drive != node.Drive || (Name is null && !drives.SeesTag(User, tag))) throw Refused.NotFound;
        drives.Set(node with { Tags = node.Tags.Add(tag.Key) });
        return new(200);
    }

    public override Request Ask(Ids ids) => Name is null
        ? new(HttpMethod.Put, $"/v1/items/{ids.Of(Item)}/tags/{ids.Of(Tag)}")
        : new(HttpMethod.Post, $"/v1/items/{ids.Of(Item)}/tags", Operation(ids));

    public override Fields Operation(Ids ids) => Name is null ? new() { ["tag_id"] = ids.Of(Tag) } : new() { ["name"] = Name };
}

internal sealed record RemoveTag(int User, int Item, int Tag) : Step(User)
{
    public override string Op => "untag";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        var node = drives.Thing(User, Item, Level.Write);
        if (!node.Tags.Contains(Tag)) throw Refused.NotFound;
        drives.Set(node with { Tags = node.Tags.Remove(Tag) });
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, $"/v1/items/{ids.Of(Item)}/tags/{ids.Of(Tag)}");
    public override Fields Operation(Ids ids) => new() { ["tag_id"] = ids.Of(Tag) };
}

internal sealed record CreateTag(int User, string Name, string? Color) : Step(User)
{
    public override Done Do(Drives drives)
    {
        Names.CheckTag(Name);
        if (drives.TagNamed(User, Name) is not null) throw new Refused(409, "tag_name_taken");
        return new(201) { Tag = drives.TagOfName(User, Name, Color).Key };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, "/v1/tags", new Fields { ["name"] = Name, ["color"] = Color });
}

internal sealed record RenameTag(int User, int Tag, string Name) : Step(User)
{
    public override Done Do(Drives drives)
    {
        Names.CheckTag(Name);
        var tag = drives.OwnTag(User, Tag);
        if (drives.TagNamed(User, Name) is { } there && there.Key != Tag) throw new Refused(409, "tag_name_taken");
        drives.Set(tag with { Name = Names.Stored(Name).Trim() });
        return new(200) { Tag = Tag };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Patch, $"/v1/tags/{ids.Of(Tag)}", new Fields { ["name"] = Name });
}

/// <summary>What carries the one carries the other from then on.</summary>
internal sealed record MergeTag(int User, int Tag, int Into) : Step(User)
{
    public override Done Do(Drives drives)
    {
        if (Tag == Into) throw Refused.Invalid;
        var tag = drives.OwnTag(User, Tag);
        if (drives.FindTag(Into) is not { } into || into.Drive != User) throw new Refused(422, "tag_unknown");
        drives.EndTag(tag, Into);
        return new(200) { Tag = Into };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, $"/v1/tags/{ids.Of(Tag)}/merge", new Fields { ["into"] = ids.Of(Into) });
}

internal sealed record DeleteTag(int User, int Tag) : Step(User)
{
    public override Done Do(Drives drives)
    {
        drives.EndTag(drives.OwnTag(User, Tag), null);
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, $"/v1/tags/{ids.Of(Tag)}");
}
