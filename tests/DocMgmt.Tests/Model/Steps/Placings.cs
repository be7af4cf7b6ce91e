namespace DocMgmt.Tests.Model.Steps;

/// <summary>What puts something that is there into a folder.</summary>
internal static class Placings
{
    public static Fields Fields(Ids ids, int? to, string? name, string? onConflict) => new() { ["parent_id"] = ids.Of(to), ["item_name"] = name, ["on_conflict"] = onConflict };
}

/// <param name="To">Null: the root of the drive that it is in.</param>
/// <param name="Name">Null: as it is.</param>
internal sealed record Move(int User, int Item, int? To, string? Name, string? OnConflict, bool Keep) : Step(User)
{
    public override string Op => "move";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        Names.Check(Name);
        var thing = drives.Item(User, Item, Level.Write);
        var place = drives.Folder(User, To ?? drives.Root(thing.Drive).Key, Level.Write);
        if (thing.IsRoot) throw Refused.DriveRoot;
        if (drives.IsBelow(place, thing)) throw Refused.MoveIntoItself;
        var leaves = thing.Drive != place.Drive;
        // Only its owner gives it away; who lets others in where it goes, needs admin there.
        if (leaves && (thing.Drive != User || (Keep && drives.LevelOf(User, place) < Level.Admin))) throw Refused.Forbidden;

        var name = Name is null ? thing.Name : Names.Stored(Name);
        if (thing.Parent == place.Key && thing.Name == name) return new(200, Item);
        if (leaves) drives.ChangeDrive(thing, place.Drive, Keep);
        name = drives.Place(User, place, name, thing.IsFolder, OnConflict);
        drives.Set(drives.Find(Item)! with { Parent = place.Key, Name = name });
        return new(200, Item) { Way = leaves ? "into another drive" : null };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, $"/v1/items/{ids.Of(Item)}/move", new Fields(Placings.Fields(ids, To, Name, OnConflict)) { ["keep_permissions"] = Keep });
}

/// <param name="To">Null: the root of the own drive.</param>
internal sealed record Copy(int User, int Item, int? To, string? Name, string? OnConflict) : Step(User)
{
    public override string Op => "copy";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        Names.Check(Name);
        var original = drives.Item(User, Item, Level.Read);
        var place = drives.Folder(User, To, Level.Write);
        if (original.IsRoot) throw Refused.DriveRoot;
        var name = Name is null ? original.Name : Names.Stored(Name);
        // What it would replace is the original.
        if (OnConflict == "replace" && original.Parent == place.Key && original.Name == name) throw Refused.NameTaken;
        if (drives.IsBelow(place, original)) throw Refused.MoveIntoItself;
        if (!original.IsFolder && original.Current is null) throw new Refused(409, "no_content");

        var originals = drives.Below(original);
        drives.CheckRoom(place.Drive, originals.Sum(o => (long)(o.Current?.Content.Size ?? 0)));
        name = drives.Place(User, place, name, original.IsFolder, OnConflict);
        var copies = originals.ToDictionary(o => o.Key, _ => drives.NewKey());
        foreach (var one in originals)
        {
            var isTop = one.Key == Item;
            var copy = new Node(copies[one.Key], place.Drive, isTop ? place.Key : copies[one.Parent!.Value], one.IsFolder, isTop ? name : one.Name)
            {
                Description = one.Description, Tags = drives.TagsIn(place.Drive, one),
            };
            drives.Set(copy);
            if (one.Current is { } current) drives.AddVersion(copy, current.Content);
        }

        return new(201, copies[Item]) { Made = true, Way = place.Drive != original.Drive ? "into another drive" : null };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, $"/v1/items/{ids.Of(Item)}/copy", Placings.Fields(ids, To, Name, OnConflict));
}

/// <param name="ToItsPlace">The folder that it was in; else where <paramref name="To"/> says, null being the root of the own drive.</param>
internal sealed record Restore(int User, int Item, bool ToItsPlace, int? To, string? Name, string? OnConflict) : Step(User)
{
    public override string Op => "restore";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        Names.Check(Name);
        if (drives.Find(Item) is not { } thing || thing.Drive != User || drives.TrashRoot(thing) is null or { Purging: true }) throw Refused.NotFound;
        var place = ToItsPlace ? ItsPlace(drives, thing) : drives.Folder(User, To, Level.Write);
        if (place.Drive != User) throw Refused.Invalid;
        var name = drives.Place(User, place, Name is null ? thing.Name : Names.Stored(Name), thing.IsFolder, OnConflict);
        drives.Set(thing with { Parent = place.Key, Name = name, Trashed = null });
        return new(200, Item) { Way = thing.Trashed is null ? "out of a folder in the trash" : null };
    }

    // What only went along with a folder has no place of its own.
    private static Node ItsPlace(Drives drives, Node thing) =>
        thing is { Trashed: not null, Parent: { } parent } && drives.Find(parent) is { } folder && drives.IsLive(folder) ? folder : throw new Refused(409, "parent_deleted");

    public override Request Ask(Ids ids)
    {
        var fields = Placings.Fields(ids, To, Name, OnConflict);
        if (ToItsPlace) fields.Remove("parent_id");
        return new(HttpMethod.Post, $"/v1/trash/{ids.Of(Item)}/restore", fields);
    }
}
