using DocMgmt.Drive.Copies;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Batches;

/// <summary>
/// All that the operations of a batch lock, stage by stage, by where their things are now. Of an operation that would be refused now nothing is
/// in it: whom the guard refuses locks nothing and waits for nobody.
/// </summary>
internal sealed class LockPlan
{
    /// <summary>An item that an operation names, or that is a place of one, and what the caller may do with it.</summary>
    public sealed record Known(long Id, long DriveId, long? ParentId, string Type, string Name, long? TrashRootId, string? Path, long RootId, bool IsOwnRoot, int Level)
    {
        public bool IsFolder => Type == "folder";

        /// <summary>The item itself or, of a file, the folder that it is in.</summary>
        public long FolderId => IsFolder ? Id : ParentId ?? Id;
    }

    /// <summary>A name that something gets, in a folder.</summary>
    public sealed record Placed(long FolderId, string Name);

    private readonly Dictionary<long, Known> known;

    /// <summary>Whether what the caller has starred changes.</summary>
    public bool Stars { get; private set; }

    /// <summary>Whether folders move, or something goes to the trash or out of it: then all drives are taken alone.</summary>
    public bool Alone { get; private set; }

    public HashSet<long> Drives { get; } = [];

    /// <summary>Folders that move, go or come, with all folders below them.</summary>
    public HashSet<string> Subtrees { get; } = [];
    public HashSet<long> Folders { get; } = [];
    public HashSet<long> Items { get; } = [];
    public HashSet<Placed> Names { get; } = [];

    /// <summary>What is copied: its contents' rows are locked.</summary>
    public HashSet<long> Sources { get; } = [];

    /// <summary>What takes its tags along: what is copied, and what goes into another drive.</summary>
    public HashSet<long> Carriers { get; } = [];

    /// <summary>Whose tags change, and the tags that are named: by id, or by the key of their name.</summary>
    public HashSet<long> Tagged { get; } = [];
    public HashSet<long> TagIds { get; } = [];
    public HashSet<string> TagKeys { get; } = [];

    private LockPlan(IReadOnlyList<Known> rows) => known = rows.ToDictionary(k => k.Id);

    public static LockPlan Of(IReadOnlyList<BatchOperation> operations, IReadOnlyList<Known> rows)
    {
        var plan = new LockPlan(rows);
        foreach (var operation in operations) plan.Add(operation.Message);
        return plan;
    }

    /// <summary>The parameters of the statement that reads <see cref="Known"/>.</summary>
    public static object Named(IReadOnlyList<BatchOperation> operations)
    {
        var accesses = operations.SelectMany(o => o.Message is IMoving { Moved: var moved } ? [o.Message.Access, moved] : new[] { o.Message.Access }).ToList();
        long[] Ids(AccessKind? kind) => [.. accesses.Where(a => a.Id is not null && (kind is null || a.Kind == kind)).Select(a => a.Id!.Value).Distinct()];
        return new { Ids = Ids(null), RootsOf = Ids(AccessKind.RootOf), ParentsOf = Ids(AccessKind.ParentOfTrashed) };
    }

    /// <summary>The parameters of the stages. Where something gets a name, all folders are places: they are locked in one order, with one strength.</summary>
    public object Parameters() => new
    {
        Stars,
        Alone,
        Drives = Drives.ToArray(),
        Subtrees = Subtrees.ToArray(),
        Places = Names.Count > 0 ? Folders.ToArray() : [],
        Folders = Names.Count > 0 ? [] : Folders.ToArray(),
        Items = Items.ToArray(),
        NamedIn = Names.Select(n => n.FolderId).ToArray(),
        Names = Names.Select(n => n.Name).ToArray(),
        Sources = Sources.ToArray(),
        Carriers = Carriers.ToArray(),
        Tagged = Tagged.ToArray(),
        TagIds = TagIds.ToArray(),
        TagKeys = TagKeys.ToArray(),
        Tags = Carriers.Count + Tagged.Count > 0,
        CopyItem.AtOnce,
    };

    /// <summary>Whether the drives of that one are in this one.</summary>
    public bool CoversDrivesOf(LockPlan other) => (Stars || !other.Stars) && (Alone || !other.Alone) && other.Drives.IsSubsetOf(Drives);

    /// <summary>Whether the rows of that one are in this one.</summary>
    public bool CoversRowsOf(LockPlan other) => other.Subtrees.IsSubsetOf(Subtrees) && other.Folders.IsSubsetOf(Folders)
        && other.Items.IsSubsetOf(Items) && other.Names.IsSubsetOf(Names) && other.Sources.IsSubsetOf(Sources)
        && other.Carriers.IsSubsetOf(Carriers) && other.Tagged.IsSubsetOf(Tagged);

    private void Add(IMessage message)
    {
        Stars |= message is UpdateItem.Command { IsStarred: not null };
        if (message is not ILocking { Locks: not default(Locks) and var locks } || Find(message.Access) is not { } target) return;
        if (message is INamesTags tags) AddTags(target, tags);
        if (message is not IMoving moving) AddTo(target, locks, null);
        else if (Find(moving.Moved) is { } thing) AddMoved(thing, target, locks, (message as IPlaced)?.ItemName);
    }

    private void AddMoved(Known thing, Known place, Locks locks, string? name)
    {
        Drives.Add(place.DriveId);
        Folders.Add(place.Id);
        Names.Add(new(place.Id, name is null ? thing.Name : ItemName.Normalize(name)));
        if (locks.HasFlag(Locks.DriveShared) || place.DriveId != thing.DriveId) Carriers.Add(thing.Id);
        if (locks.HasFlag(Locks.DriveShared)) Sources.Add(thing.Id);
        else AddTo(thing, locks, place);
    }

    private void AddTags(Known item, INamesTags tags)
    {
        Tagged.Add(item.Id);
        TagIds.UnionWith(tags.NamedIds);
        TagKeys.UnionWith(tags.NamedTags.Where(t => t is not null).Select(TagRules.Key)); // a null is refused when its turn comes
    }

    private void AddTo(Known thing, Locks locks, Known? place)
    {
        Drives.Add(thing.DriveId);
        Items.Add(thing.Id);
        if (thing.TrashRootId is { } root) Items.Add(root);
        if (place is null || locks.HasFlag(Locks.Move)) Folders.Add(locks.HasFlag(Locks.Folder) ? thing.FolderId : thing.ParentId ?? thing.Id);
        var goes = (locks & (Locks.Move | Locks.Subtree | Locks.DriveAlone)) != default;
        Alone |= locks.HasFlag(Locks.DriveAlone) || (goes && thing.IsFolder);
        if (goes && thing is { IsFolder: true, Path: { } path }) Subtrees.Add(path);
    }

    private Known? Find(Access access)
    {
        var found = access.Kind switch
        {
            AccessKind.RootOf => Of(Of(access.Id)?.RootId),
            AccessKind.ParentOfTrashed => Of(Of(access.Id)?.ParentId),
            AccessKind.Folder when access.Id is null => known.Values.FirstOrDefault(k => k.IsOwnRoot),
            _ => Of(access.Id),
        };
        return found?.Level >= (int)access.Level ? found : null;
    }

    private Known? Of(long? id) => id is { } wanted && known.TryGetValue(wanted, out var found) ? found : null;
}
