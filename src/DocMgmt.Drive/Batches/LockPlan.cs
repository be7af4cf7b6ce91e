using DocMgmt.Drive.Items;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;

namespace DocMgmt.Drive.Batches;

/// <summary>
/// All that the operations of a batch lock, stage by stage, by where their things are now. An operation for which the caller's level is too low
/// has no part in it: it is refused, or locks for itself when its turn comes.
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

    /// <summary>A name that something gets, in a folder or, of a tag, in a drive.</summary>
    public sealed record Named(long In, string Name);

    private readonly Dictionary<long, Known> known;

    /// <summary>Whether what the caller has starred changes.</summary>
    public bool Stars { get; private set; }

    /// <summary>The drives, and of these the ones that are taken alone: in them folders move, or something goes to the trash or out of it.</summary>
    public HashSet<long> Drives { get; } = [];
    public HashSet<long> Alone { get; } = [];

    /// <summary>Folders that move, go or come, with all folders below them.</summary>
    public HashSet<string> Subtrees { get; } = [];

    /// <summary>Folders that something is taken from or changed in, and those in which something gets a name.</summary>
    public HashSet<long> Folders { get; } = [];
    public HashSet<Named> Names { get; } = [];
    public HashSet<long> Items { get; } = [];

    /// <summary>What is copied: the rows of its contents and tags are locked.</summary>
    public HashSet<long> Sources { get; } = [];

    /// <summary>What goes into another drive, with its tags.</summary>
    public HashSet<long> Leaving { get; } = [];

    /// <summary>The drives in which tags may be made.</summary>
    public HashSet<long> TagDrives { get; } = [];

    /// <summary>Whose tags change, and the tags that are named: by id in a drive of the caller's, or by the key of their name.</summary>
    public HashSet<long> Tagged { get; } = [];
    public HashSet<(long DriveId, long Id)> TagIds { get; } = [];
    public HashSet<Named> TagKeys { get; } = [];

    private LockPlan(IReadOnlyList<Known> rows) => known = rows.ToDictionary(k => k.Id);

    public static LockPlan Of(IReadOnlyList<BatchOperation> operations, IReadOnlyList<Known> rows)
    {
        var plan = new LockPlan(rows);
        foreach (var operation in operations) plan.Add(operation.Message);
        return plan;
    }

    /// <summary>Whether the drives of that one are in this one, as it needs them.</summary>
    public bool CoversDrivesOf(LockPlan other) => (Stars || !other.Stars) && other.Drives.IsSubsetOf(Drives) && other.Alone.IsSubsetOf(Alone);

    /// <summary>Whether the rows of that one are in this one.</summary>
    public bool CoversRowsOf(LockPlan other) => other.Subtrees.IsSubsetOf(Subtrees) && other.Folders.IsSubsetOf(Folders) && other.Items.IsSubsetOf(Items)
        && other.Names.IsSubsetOf(Names) && other.Sources.IsSubsetOf(Sources) && other.Leaving.IsSubsetOf(Leaving)
        && other.TagDrives.IsSubsetOf(TagDrives) && other.Tagged.IsSubsetOf(Tagged);

    private void Add(IMessage message)
    {
        Stars |= message is UpdateItem.Command { IsStarred: not null };
        if (message is not ILocking { Locks: not default(Locks) and var locks } || Find(message.Access) is not { } target) return;
        // Whoever may only read, may give back what they were granted; that needs no more than its turn.
        if (message is RevokePermission.Command && target.Level < (int)Level.Admin) return;
        if (message is INamesTags tags) AddTags(target, tags);
        if (message is not IMoving moving) AddTo(target, locks, null);
        else if (Find(moving.Moved) is { } thing) AddMoved(thing, target, locks, (message as IPlaced)?.ItemName);
    }

    private void AddMoved(Known thing, Known place, Locks locks, string? name)
    {
        var named = name is null ? thing.Name : ItemName.Normalize(name);
        if (ItemName.Fault(named) is not null) return;
        Drives.Add(place.DriveId);
        Names.Add(new(place.Id, named));
        var leaves = place.DriveId != thing.DriveId;
        if (leaves) TagDrives.Add(place.DriveId);
        // Nothing changes of what is copied.
        if (locks.HasFlag(Locks.DriveShared))
        {
            Sources.Add(thing.Id);
            return;
        }

        if (leaves) Leaving.Add(thing.Id);
        AddTo(thing, locks, place);
    }

    private void AddTags(Known item, INamesTags tags)
    {
        Tagged.Add(item.Id);
        var keys = tags.NamedTags.Where(t => t is not null && TagRules.Fits(t)).Select(TagRules.Key).Take(TagRules.MostOfItem).ToList();
        foreach (var key in keys) TagKeys.Add(new(item.DriveId, key));
        if (keys.Count > 0) TagDrives.Add(item.DriveId);
        // Which of them others see is judged when their turn comes.
        if (item.Level == (int)Level.Owner) TagIds.UnionWith(tags.NamedIds.Take(TagRules.MostOfItem).Select(id => (item.DriveId, id)));
    }

    private void AddTo(Known thing, Locks locks, Known? place)
    {
        Drives.Add(thing.DriveId);
        Items.Add(thing.Id);
        if (thing.TrashRootId is { } root) Items.Add(root);
        if (place is null || locks.HasFlag(Locks.Move)) Folders.Add(locks.HasFlag(Locks.Folder) ? thing.FolderId : thing.ParentId ?? thing.Id);
        var goes = (locks & (Locks.Move | Locks.Subtree | Locks.DriveAlone)) != default;
        if (goes && thing is { IsFolder: true, Path: { } path }) Subtrees.Add(path);
        if (!locks.HasFlag(Locks.DriveAlone) && !(goes && thing.IsFolder)) return;
        Alone.Add(thing.DriveId);
        if (place is not null) Alone.Add(place.DriveId);
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
