namespace DocMgmt.Tests.Model.Steps;

/// <summary>Makes a grant, or changes the one that they have on it already.</summary>
internal sealed record GrantTo(int User, int Item, Grantee Grantee, Level Level, long GranteeId) : Step(User)
{
    public override string Op => "grant";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        var node = drives.Item(User, Item, Level.Admin);
        if (node.IsRoot) throw new Refused(400, "root_not_shared");
        if (Grantee.User is null && !Drives.Group.Contains(User)) throw new Refused(422, "group_unknown");
        if (Grantee.User == node.Drive) throw new Refused(400, "grantee_is_owner");
        var key = node.Grants.TryGetValue(Grantee, out var before) ? before.Key : drives.NewKey();
        drives.Set(node with { Grants = node.Grants.SetItem(Grantee, new(key, Level)) });
        return new(201) { Grant = key };
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Post, $"/v1/items/{ids.Of(Item)}/permissions", new Fields
    {
        [Grantee.User is null ? "group_id" : "user_id"] = GranteeId, ["permission_type"] = Level.ToString().ToLowerInvariant(),
    });
}

internal sealed record ChangeGrant(int User, int Item, int Grant, Level Level) : Step(User)
{
    public override Done Do(Drives drives)
    {
        var node = drives.Item(User, Item, Level.Admin);
        var (grantee, grant) = node.Grants.FirstOrDefault(g => g.Value.Key == Grant);
        if (grant is null) throw Refused.NotFound;
        drives.Set(node with { Grants = node.Grants.SetItem(grantee, grant with { Level = Level }) });
        return new(200);
    }

    public override Request Ask(Ids ids) =>
        new(HttpMethod.Patch, $"/v1/items/{ids.Of(Item)}/permissions/{ids.Of(Grant)}", new Fields { ["permission_type"] = Level.ToString().ToLowerInvariant() });
}

/// <summary>Who has admin ends any grant; everybody gives their own back.</summary>
internal sealed record Revoke(int User, int Item, int Grant) : Step(User)
{
    public override string Op => "revoke";
    public override int? About => Item;

    public override Done Do(Drives drives)
    {
        var node = drives.Item(User, Item, Level.Read);
        var isAdmin = drives.LevelOf(User, node) >= Level.Admin;
        var (grantee, grant) = node.Grants.FirstOrDefault(g => g.Value.Key == Grant);
        // Whether there is one is for admins to know.
        if (grant is null || !(isAdmin || grantee.User == User)) throw isAdmin ? Refused.NotFound : Refused.Forbidden;
        drives.Set(node with { Grants = node.Grants.Remove(grantee) });
        return new(200);
    }

    public override Request Ask(Ids ids) => new(HttpMethod.Delete, $"/v1/items/{ids.Of(Item)}/permissions/{ids.Of(Grant)}");
    public override Fields Operation(Ids ids) => new() { ["permission_id"] = ids.Of(Grant) };
}
