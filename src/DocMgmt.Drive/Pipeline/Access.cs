namespace DocMgmt.Drive.Pipeline;

/// <summary>What a user may do with an item; each level includes those before it.</summary>
public enum Level
{
    Read = 1,
    Write = 2,
    Admin = 3,
    Owner = 4,
}

/// <summary>What a user is in a group; each role may do what those before it may.</summary>
public enum GroupRole
{
    Member = 1,
    Manager = 2,
    Owner = 3,
}

/// <summary>What <see cref="Access"/> is about.</summary>
public enum AccessKind
{
    /// <summary>A signed-in user, on things of their own.</summary>
    SignedIn,
    Administrator,
    Item,
    Trashed,
    InTrash,
    FolderInTrash,
    Folder,
    ParentOfTrashed,
    RootOf,
    Path,
    FolderPath,
    Upload,
    Resumable,
    Group,
    Tag,

    /// <summary>What was offered to the caller.</summary>
    Offered,

    /// <summary>An offer that the caller made or was made.</summary>
    OfferOf,

    /// <summary>The bearer of a URL that this service signed; the head has checked the signature.</summary>
    SignedUrl,

    /// <summary>Who came in by a share link.</summary>
    Visitor,

    /// <summary>The service itself.</summary>
    Job,
    Anyone,
}

/// <summary>Who may send a message, and which item, group or tag it is about. An item that the caller may not read, a tag that they see on nothing, or a group that they are not in, does not exist for them.</summary>
public sealed record Access
{
    private Access(AccessKind kind) => Kind = kind;

    public AccessKind Kind { get; }

    /// <summary>The item's, folder's, upload's, group's or tag's id; null: the root folder of the caller's drive.</summary>
    public long? Id { get; private init; }

    /// <summary>The same where that is no number.</summary>
    public Guid? Key { get; private init; }

    /// <summary>For a group, the number of the role.</summary>
    public Level Level { get; private init; }

    /// <summary>Names from the root of the caller's drive downwards.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    public static Access SignedIn { get; } = new(AccessKind.SignedIn);
    public static Access Administrator { get; } = new(AccessKind.Administrator) { Level = Level.Owner };
    public static Access SignedUrl { get; } = new(AccessKind.SignedUrl);
    public static Access Visitor { get; } = new(AccessKind.Visitor);
    public static Access Job { get; } = new(AccessKind.Job);
    public static Access Anyone { get; } = new(AccessKind.Anyone);

    /// <summary>A level on a live item.</summary>
    public static Access To(long itemId, Level level) => new(AccessKind.Item) { Id = itemId, Level = level };

    /// <summary>An item that lies in the trash by itself; only its drive's owner has it.</summary>
    public static Access ToTrashed(long itemId) => new(AccessKind.Trashed) { Id = itemId, Level = Level.Owner };

    /// <summary>An item that lies in the trash by itself, or in a folder that does; only its drive's owner has it.</summary>
    public static Access ToInTrash(long itemId) => new(AccessKind.InTrash) { Id = itemId, Level = Level.Owner };

    /// <summary>The same for a folder.</summary>
    public static Access ToFolderInTrash(long folderId) => new(AccessKind.FolderInTrash) { Id = folderId, Level = Level.Owner };

    /// <summary>A level on the live folder that an item was in when it was put into the trash.</summary>
    public static Access ToParentOfTrashed(long itemId, Level level) => new(AccessKind.ParentOfTrashed) { Id = itemId, Level = level };

    /// <summary>A level on a live folder; null is the root of the caller's own drive.</summary>
    public static Access ToFolder(long? folderId, Level level) => new(AccessKind.Folder) { Id = folderId, Level = level };

    /// <summary>A level on the root folder of the drive that an item is in.</summary>
    public static Access ToRootOf(long itemId, Level level) => new(AccessKind.RootOf) { Id = itemId, Level = level };

    /// <summary>A folder by the names that lead to it in the caller's drive; none: its root.</summary>
    public static Access ToFolderPath(IReadOnlyList<string> names, Level level) => new(AccessKind.FolderPath) { Names = names, Level = level };

    /// <summary>A level on the live item that those names lead to in the caller's own drive.</summary>
    public static Access ToPath(IReadOnlyList<string> names, Level level) => new(AccessKind.Path) { Names = names, Level = level };

    /// <summary>A level on the folder that an upload of the caller's own goes to.</summary>
    public static Access ToUpload(long versionId, Level level) => new(AccessKind.Upload) { Id = versionId, Level = level };

    /// <summary>The same of an upload in several requests, which the caller began: as a user, or by the link that they are here by.</summary>
    public static Access ToResumable(Guid id, Level level) => new(AccessKind.Resumable) { Key = id, Level = level };

    /// <summary>A live item whose owner offers it to the caller: who accepts does with it, that once, what its owner may.</summary>
    public static Access ToOffered(long itemId) => new(AccessKind.Offered) { Id = itemId, Level = Level.Owner };

    /// <summary>A live item with an open offer; the owner and whom they offer it to have that.</summary>
    public static Access ToOfferOf(long itemId) => new(AccessKind.OfferOf) { Id = itemId, Level = Level.Owner };

    /// <summary>A role in a group.</summary>
    public static Access ToGroup(long groupId, GroupRole role) => new(AccessKind.Group) { Id = groupId, Level = (Level)role };

    /// <summary>A tag: the owner's level has its drive's owner, read who sees it on an item. The target is the drive's root.</summary>
    public static Access ToTag(long tagId, Level level) => new(AccessKind.Tag) { Id = tagId, Level = level };

    /// <summary>True when the caller must be a user who is signed in, or a visitor to whom the message is open.</summary>
    public bool NeedsUser => Kind is not (AccessKind.SignedUrl or AccessKind.Visitor or AccessKind.Job or AccessKind.Anyone);
}
