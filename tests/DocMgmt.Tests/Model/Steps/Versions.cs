namespace DocMgmt.Tests.Model.Steps;

/// <param name="To">Null: the root of the own drive.</param>
/// <param name="OnConflict">version (or null), rename or fail.</param>
internal sealed record Upload(int User, int? To, string Name, Content Content, string? OnConflict) : Step(User)
{
    public override Done Do(Drives drives)
    {
        Names.Check(Name);
        var place = drives.Folder(User, To, Level.Write);
        var name = Names.Stored(Name);
        var there = drives.Children(place).FirstOrDefault(c => c.Name == name);
        if (there is not null && OnConflict != "rename" && (there.IsFolder || OnConflict == "fail")) throw Refused.NameTaken;
        drives.CheckRoom(place.Drive, Content.Size);
        var known = drives.HasContent(User, Content);
        var file = there is not null && OnConflict != "rename" ? there
            : new Node(drives.NewKey(), place.Drive, place.Key, false, drives.Place(User, place, name, false, OnConflict));
        var version = drives.AddVersion(file, Content);
        return new(file == there ? 200 : 201, file.Key) { Made = file != there, Version = version.Key, Deduplicated = known };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Put,
        $"/v1/files/content?item_name={Uri.EscapeDataString(Name)}{(To is null ? "" : $"&parent_id={ids.Of(To)}")}{(OnConflict is null ? "" : $"&on_conflict={OnConflict}")}", Content.Bytes);
}

/// <summary>Makes a former version current again, as a new one.</summary>
internal sealed record RestoreVersion(int User, int Item, int Version) : Step(User)
{
    public override Done Do(Drives drives)
    {
        var file = drives.Item(User, Item, Level.Write);
        var version = file.Versions.Find(v => v.Key == Version) ?? throw Refused.NotFound;
        if (version == file.Current) throw new Refused(409, "version_is_current");
        drives.CheckRoom(file.Drive, version.Content.Size);
        return new(201) { Version = drives.AddVersion(file, version.Content).Key };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, $"/v1/items/{ids.Of(Item)}/versions/{ids.Of(Version)}/restore");
}

internal sealed record DeleteVersion(int User, int Item, int Version) : Step(User)
{
    public override Done Do(Drives drives)
    {
        var file = drives.Item(User, Item, Level.Admin);
        var version = file.Versions.Find(v => v.Key == Version) ?? throw Refused.NotFound;
        if (version == file.Current) throw new Refused(409, "version_is_current");
        if (version.IsKept) throw new Refused(409, "version_is_kept");
        drives.Set(file with { Versions = file.Versions.Remove(version) });
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, $"/v1/items/{ids.Of(Item)}/versions/{ids.Of(Version)}");
}

/// <param name="Label">Null takes it away; an empty one is none.</param>
/// <param name="IsKept">Null: as it is.</param>
internal sealed record LabelVersion(int User, int Item, int Version, string? Label, bool? IsKept) : Step(User)
{
    public override Done Do(Drives drives)
    {
        if (Label == "") throw Refused.Invalid;
        var file = drives.Item(User, Item, Level.Write);
        var version = file.Versions.Find(v => v.Key == Version) ?? throw Refused.NotFound;
        drives.Set(file with { Versions = file.Versions.Replace(version, version with { Label = Label, IsKept = IsKept ?? version.IsKept }) });
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Patch, $"/v1/items/{ids.Of(Item)}/versions/{ids.Of(Version)}", new Fields { ["label"] = Label, ["keep_forever"] = IsKept });
}
