namespace DocMgmt.Tests.Model.Steps;

internal sealed record Delete(int User, int Item) : Step(User)
{
    public override string Op => "delete";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        drives.Trash(User, drives.Thing(User, Item, Level.Write));
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, $"/v1/items/{ids.Of(Item)}");
    public override Fields Operation(Ids ids) => [];
}

/// <summary>By itself at once; in a batch by a job, which comes after it.</summary>
internal sealed record Purge(int User, int Item) : Step(User)
{
    public override string Op => "purge";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        if (drives.Find(Item) is not { Trashed: not null, Purging: false } thing || thing.Drive != User) throw Refused.NotFound;
        drives.BeginPurge(thing);
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, $"/v1/trash/{ids.Of(Item)}");
    public override Fields Operation(Ids ids) => [];
}

internal sealed record EmptyTrash(int User) : Step(User)
{
    public override Done Do(Drives drives)
    {
        foreach (var thing in drives.Nodes.Where(n => n.Drive == User && n is { Trashed: not null, Purging: false }).ToList()) drives.BeginPurge(drives.Find(thing.Key)!);
        return new(202);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, "/v1/trash");
}
