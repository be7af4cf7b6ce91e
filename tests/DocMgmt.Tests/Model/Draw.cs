using DocMgmt.Tests.Model.Steps;

namespace DocMgmt.Tests.Model;

/// <summary>Draws what somebody does next: mostly what they may and what makes sense, now and then what does not. Names only what has an id already.</summary>
/// <param name="granteeIds">Of the users in their order, and of the group.</param>
internal sealed partial class Draw(Random random, Ids ids, IReadOnlyList<long> granteeIds)
{
    private const int Many = 120;
    private static readonly string?[] Conflicts = [null, "fail", "rename", "rename", "replace", "replace"];
    private readonly IReadOnlyList<Content> contents = Content.Pool(random);

    public Step Next(Drives drives)
    {
        var user = Somebody(drives);
        return One(150) ? new EmptyTrash(user)
            : drives.Nodes.Count() > Many && One(3) ? Less(drives, user)
            : random.Next(100) switch
            {
                < 8 => new Create(user, Folder(drives, user), Name(), IsFolder: !One(5), Conflict()),
                < 28 => Uploading(drives, user),
                < 33 => new Rename(user, Node(drives, user, Level.Write), Name()),
                < 36 => new Describe(user, Node(drives, user, Level.Write), Any<string?>([null, "d", "é", "long", One(5) ? new('d', Describe.MaxLength + 1) : "x"])),
                < 46 => Version(drives, user),
                < 50 => OwnTags(drives, user),
                < 52 => new ChangeGrant(user, Granted(drives, user), Grant(drives), Any([Level.Read, Level.Write, Level.Admin])),
                _ => Operation(drives, user),
            };
    }

    /// <summary>Who does something next: rather who has something in mind.</summary>
    public int Somebody(Drives drives)
    {
        var user = random.Next(drives.Users.Count());
        if (planned.Count == 0 && One(15)) Plan(drives, user);
        return planned.TryPeek(out var next) && One(2) ? next.User : user;
    }

    /// <summary>What batches have too.</summary>
    public Step Operation(Drives drives, int user) => planned.TryPeek(out var next) && next.User == user && !One(4) ? planned.Dequeue() : random.Next(100) switch
    {
        < 24 => new Move(user, Owned(drives, user), One(8) ? null : One(2) ? Folder(drives, user) : OthersFolder(drives, user), NameOrNull(), Conflict(), One(2)),
        < 38 => new Copy(user, Node(drives, user, Level.Read), Folder(drives, user), NameOrNull(), Conflict()),
        < 48 => new Delete(user, Node(drives, user, Level.Write)),
        < 60 => Restoring(drives, user),
        < 64 => new Purge(user, Trashed(drives, user)),
        < 70 => new Star(user, Node(drives, user, Level.Read), !One(3)),
        < 81 => Tagging(drives, user),
        < 95 => Granting(drives, user),
        _ => Revoking(drives, user),
    };

    private Step Less(Drives drives, int user) => random.Next(4) switch
    {
        0 => new Purge(user, Trashed(drives, user)),
        _ => new Delete(user, Owned(drives, user)),
    };

    /// <summary>Half of them to a file that is there.</summary>
    private Upload Uploading(Drives drives, int user)
    {
        var there = One(2) ? drives.Find(Pick(drives.Nodes.Where(n => n is { IsFolder: false, IsRoot: false } && drives.LevelOf(user, n) >= Level.Write).ToList())) : null;
        var onConflict = Any<string?>([null, null, "version", "rename", "fail"]);
        return there is { Parent: { } parent } ? new(user, parent, there.Name, Any(contents), onConflict) : new(user, Folder(drives, user), Name(), Any(contents), onConflict);
    }

    private Step Restoring(Drives drives, int user)
    {
        var inTrash = drives.Nodes.Where(n => n.Drive == user && !drives.IsLive(n)).ToList();
        if (inTrash.Count == 0) return new Delete(user, Owned(drives, user));
        var item = One(10) ? Anything() : One(2) ? Trashed(drives, user) : Pick(inTrash);
        return new Restore(user, item, One(2), Folder(drives, user), NameOrNull(), Conflict());
    }

    private Step Version(Drives drives, int user)
    {
        var (least, kind) = (One(4) ? 1 : 2, random.Next(10));
        var item = Pick(drives.Nodes.Where(n => n.Versions.Count >= least && drives.Sees(user, n)).ToList());
        var versions = drives.Find(item)?.Versions ?? [];
        var version = Pick(Kind.Version, versions.IsEmpty || One(10) ? [] : [versions[random.Next(One(4) ? versions.Count : Math.Max(1, versions.Count - 1))].Key]);
        return kind switch
        {
            < 4 => new RestoreVersion(user, item, version),
            < 7 => new DeleteVersion(user, item, version),
            _ => new LabelVersion(user, item, version, Any([null, "draft", "final", ""]), Any<bool?>([null, true, false, false])),
        };
    }

    private Step Tagging(Drives drives, int user)
    {
        var item = Node(drives, user, Level.Write);
        var drive = drives.Find(item)?.Drive ?? user;
        return random.Next(11) switch
        {
            < 4 => new SetTags(user, item, [.. Enumerable.Range(0, random.Next(4)).Select(_ => TagName())], []),
            < 6 => new SetTags(user, item, null, [.. Enumerable.Range(0, random.Next(3)).Select(_ => TagOf(drives, drive)).Distinct()]),
            < 8 => new AddTag(user, item, TagName(), 0),
            < 9 => new AddTag(user, item, null, TagOf(drives, drive)),
            _ => new RemoveTag(user, item, drives.Find(item) is { Tags.IsEmpty: false } node && !One(5) ? Pick(Kind.Tag, [.. node.Tags.Order()]) : TagOf(drives, drive)),
        };
    }

    private Step OwnTags(Drives drives, int user) => random.Next(5) switch
    {
        0 => new CreateTag(user, TagName(), Any<string?>([null, "#1a73e8", "#00ff00"])),
        1 => new RenameTag(user, TagOf(drives, user), TagName()),
        2 or 3 => new MergeTag(user, TagOf(drives, user), TagOf(drives, user)),
        _ => new DeleteTag(user, TagOf(drives, user)),
    };

    private GrantTo Granting(Drives drives, int user)
    {
        var (item, grantee) = (Node(drives, user, One(5) ? Level.Read : Level.Admin), random.Next(granteeIds.Count));
        // Its owner has everything already; that is refused, and seldom tried.
        if (drives.Find(item)?.Drive == grantee && !One(5)) grantee = (grantee + 1) % granteeIds.Count;
        return new(user, item, new(grantee == granteeIds.Count - 1 ? null : grantee), Any([Level.Read, Level.Write, Level.Write, Level.Admin]), granteeIds[grantee]);
    }

    private Revoke Revoking(Drives drives, int user)
    {
        var item = Granted(drives, user);
        return new(user, item, drives.Find(item) is { Grants.IsEmpty: false } node && !One(5) ? Pick(Kind.Grant, [.. node.Grants.Values.Select(g => g.Key).Order()]) : Grant(drives));
    }

    /// <summary>A live one that the user has that level on; now and then one that they only see, or anything at all.</summary>
    private int Node(Drives drives, int user, Level level)
    {
        if (One(12)) return Anything();
        var isSeen = One(8);
        return Telling(drives, [.. drives.Nodes.Where(n => !n.IsRoot && (isSeen ? n.Drive != user && drives.Sees(user, n) : drives.LevelOf(user, n) >= level))]);
    }

    /// <summary>Rather one with which more is to go right: in which something lies in the trash by itself, which is shared or tagged, which holds others.</summary>
    private int Telling(Drives drives, IReadOnlyList<Node> among)
    {
        bool Holds(Node node, bool trash) => drives.Nodes.Any(n => n.Parent == node.Key && (n.Trashed is not null) == trash);
        var telling = random.Next(6) switch
        {
            0 or 1 => among.Where(n => n.IsFolder && Holds(n, trash: true)),
            2 => among.Where(n => !n.Grants.IsEmpty),
            3 => among.Where(n => n.IsFolder && Holds(n, trash: false)),
            _ => [],
        };
        return telling.ToList() is { Count: > 0 } some ? Pick(some) : Pick(among);
    }

    private int Owned(Drives drives, int user) => One(4) ? Node(drives, user, Level.Write) : Node(drives, user, Level.Owner);
    private int Trashed(Drives drives, int user) => One(10) ? Anything() : Telling(drives, drives.Nodes.Where(n => n.Drive == user && n.Trashed is not null).ToList());
    private int Granted(Drives drives, int user) => One(10) ? Anything() : Pick(drives.Nodes.Where(n => !n.Grants.IsEmpty && drives.Sees(user, n)).ToList());

    /// <summary>Where something may go; null is a root.</summary>
    private int? Folder(Drives drives, int user) => One(12) ? Anything()
        : !One(4) && drives.Nodes.Where(n => n.IsFolder && !n.IsRoot && ids.Know(n.Key) && drives.LevelOf(user, n) >= Level.Write).ToList() is { Count: > 0 } folders ? Pick(folders) : null;

    private int? OthersFolder(Drives drives, int user) =>
        drives.Nodes.Where(n => n.IsFolder && n.Drive != user && drives.LevelOf(user, n) >= Level.Write).ToList() is { Count: > 0 } folders ? Pick(folders) : Folder(drives, user);

    private int Grant(Drives drives) => Pick(Kind.Grant, [.. drives.Nodes.SelectMany(n => n.Grants.Values.Select(g => g.Key).Order())]);
    private int TagOf(Drives drives, int drive) => Pick(Kind.Tag, One(8) ? [] : [.. drives.Tags.Where(t => t.Drive == drive).Select(t => t.Key)]);
    private int Pick(IReadOnlyList<Node> among) => Pick(Kind.Item, [.. among.Select(n => n.Key)]);

    /// <summary>One of these; where there is none, something that is gone, or somebody else's, or was never there.</summary>
    private int Pick(Kind kind, IReadOnlyList<int> among) => among.Where(ids.Know).ToList() is { Count: > 0 } known ? Any(known) : ids.All(kind) is { Count: > 0 } all ? Any(all) : 0;

    private int Anything() => Pick(Kind.Item, []);

    private string Name() => One(40) ? Any(Names.Bad) : Any(Names.Good);
    private string? NameOrNull() => One(2) ? Name() : null;
    private string TagName() => One(40) ? " " : Any(Names.OfTags);
    private string? Conflict() => Any(Conflicts);
    private bool One(int of) => random.Next(of) == 0;
    private T Any<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
