using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>What every request says of itself. A use case that forgets to say who may run it does not compile.</summary>
public interface IMessage
{
    /// <summary>Who may send this.</summary>
    Access Access { get; }
}

/// <summary>A request that changes something: it runs in a transaction, and again from the start when that was a victim of others.</summary>
public interface ICommand<out TResponse> : IMessage, IRequest<TResponse>;

/// <summary>A request that changes nothing: one statement, no transaction.</summary>
public interface IQuery<out TResponse> : IMessage, IRequest<TResponse>;

/// <summary>A command that takes one thing to another: its <see cref="IMessage.Access"/> is the place that changes, this is the thing that goes there.</summary>
public interface IMoving
{
    /// <summary>Judged together with the first, under the same locks, and before it: who may not have the thing learns nothing of the place.</summary>
    Access Moved { get; }

    /// <summary>What it means that the place is not there.</summary>
    Problem NoPlace => Problems.NotFound;
}

/// <summary>A command that must hold rows against others before it reads them.</summary>
public interface ILocking
{
    Locks Locks { get; }
}

/// <summary>
/// What a command holds before anything is read. The stages stand in the system's lock order: upload row, the drive's advisory lock,
/// the row of the folder that <see cref="Access"/> names, the item's own row, the group's row.
/// </summary>
[Flags]
public enum Locks
{
    /// <summary>The row of the upload that the access names, with those that it is put together from, FOR UPDATE.</summary>
    Upload = 1,

    /// <summary>The drive, shared: no folder may move, go to the trash or come back meanwhile. For making folders, by copies too.</summary>
    DriveShared = 2,

    /// <summary>Who the administrators are: for changing that, so that there is always one.</summary>
    Administrators = 8,

    /// <summary>The drive, alone: for taking something out of the trash and for deleting it for good.</summary>
    DriveAlone = 16,

    /// <summary>An item with all that is below it: its drive alone where it is a folder, and the row of the folder that it is in, FOR SHARE.</summary>
    Subtree = 32,

    /// <summary>What <see cref="IMoving"/> moves and where to: both drives in the order of their ids, alone where it is a folder, then both folders' rows, FOR SHARE.</summary>
    Move = 64,

    /// <summary>The folder's row (a file's: its parent's), FOR SHARE: for adding, changing or removing what is directly in it.</summary>
    Folder = 4,

    /// <summary>The item's own row, FOR NO KEY UPDATE: for changing who may do what with it, one at a time. The row stays free for children and versions that refer to it.</summary>
    Item = 256,

    /// <summary>The row of the group that the access names, FOR NO KEY UPDATE: for changing it or who is in it, one at a time. Grants may refer to it meanwhile.</summary>
    Group = 128,
}

/// <summary>A request about items that visitors of share links may send too. All others are closed to them, whatever level a link gives.</summary>
public interface IOpenToVisitors
{
    /// <summary>The one kind of link that opens it: those that read, or those that take files, which show nothing. Null: none, as it is asked for this time.</summary>
    Level? Opened => Level.Read;
}

/// <summary>A command that a visitor sends, and what it counts as with their link.</summary>
public interface ICounted
{
    VisitKind Counts { get; }
}

/// <summary>What a visitor does: each is an access; a download and an upload take one of those that a link has.</summary>
public enum VisitKind
{
    Read = 0,
    Download = 1,
    Upload = 2,
}

/// <summary>A request that leaves an event behind.</summary>
public interface IAudited<in TResponse>
{
    /// <summary>What happened; null when, after all, nothing did.</summary>
    AuditEntry? Audit(TResponse done);
}

/// <summary>A query that tells the audit log of many things.</summary>
public interface IAuditedEach<in TResponse>
{
    /// <summary>What happened, one by one.</summary>
    IEnumerable<AuditEntry> Audits(TResponse done);
}

/// <summary>An answer that tells of an item: a replay shows it only to those who may still see that.</summary>
public interface IAboutItem
{
    long ItemId { get; }
}

/// <summary>An answer that tells of the group that its command's access names: a replay shows it only to those who are still in it.</summary>
public interface IAboutGroup;

/// <summary>One event, but for who, when and from where, which the pipeline knows.</summary>
/// <param name="Action">One of the audit actions of the API.</param>
/// <param name="Metadata">Anonymous object, stored as JSON in snake_case.</param>
/// <param name="UserId">Only where the caller is not yet known: at login.</param>
/// <param name="LinkId">The share link that it is about, where that is not the caller's own.</param>
public sealed record AuditEntry(string Action, long? ItemId, object? Metadata = null, long? UserId = null, long? LinkId = null)
{
    /// <summary>Whether the item itself was read or downloaded, which changes when it was last accessed.</summary>
    public bool IsAccess { get; private init; } = true;

    /// <summary>Somebody looked at something about an item, such as its versions, or at a list.</summary>
    /// <param name="metadata">Says as <c>what</c> they looked at.</param>
    public static AuditEntry Look(long? itemId, object metadata) => new("read", itemId, metadata) { IsAccess = false };
}
