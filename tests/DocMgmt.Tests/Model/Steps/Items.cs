namespace DocMgmt.Tests.Model.Steps;

/// <param name="To">Null: the root of the own drive.</param>
internal sealed record Create(int User, int? To, string Name, bool IsFolder, string? OnConflict) : Step(User)
{
    public override Done Do(Drives drives)
    {
        Names.Check(Name);
        var place = drives.Folder(User, To, Level.Write);
        var made = new Node(drives.NewKey(), place.Drive, place.Key, IsFolder, drives.Place(User, place, Names.Stored(Name), IsFolder, OnConflict));
        drives.Set(made);
        return new(201, made.Key) { Made = true };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, "/v1/items", new Fields
    {
        ["item_name"] = Name, ["type"] = IsFolder ? "folder" : "file", ["parent_id"] = ids.Of(To), ["on_conflict"] = OnConflict,
    });
}

internal sealed record Rename(int User, int Item, string Name) : Step(User)
{
    public override Done Do(Drives drives)
    {
        Names.Check(Name);
        var thing = drives.Thing(User, Item, Level.Write);
        var name = Names.Stored(Name);
        if (name != thing.Name && drives.Children(drives.Find(thing.Parent!.Value)!).Any(c => c.Name == name)) throw Refused.NameTaken;
        drives.Set(thing with { Name = name });
        return new(200, Item);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Patch, $"/v1/items/{ids.Of(Item)}", new Fields { ["item_name"] = Name });
}

/// <param name="Text">Null takes the description away.</param>
internal sealed record Describe(int User, int Item, string? Text) : Step(User)
{
    public const int MaxLength = 4_000;

    public override Done Do(Drives drives)
    {
        if (Text?.Length > MaxLength) throw Refused.Invalid;
        drives.Set(drives.Thing(User, Item, Level.Write) with { Description = Text });
        return new(200, Item);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Patch, $"/v1/items/{ids.Of(Item)}", new Fields { ["description"] = Text });
}

/// <summary>For the user alone; a root, too, can have a star.</summary>
internal sealed record Star(int User, int Item, bool IsStarred) : Step(User)
{
    public override string Op => "star";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        var node = drives.Item(User, Item, Level.Read);
        drives.Set(node with { StarredBy = IsStarred ? node.StarredBy.Add(User) : node.StarredBy.Remove(User) });
        return new(200, Item);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Patch, $"/v1/items/{ids.Of(Item)}", new Fields { ["is_starred"] = IsStarred });
}
