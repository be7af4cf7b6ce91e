namespace DocMgmt.Drive.Pipeline;

/// <summary>The item that a command was admitted to, as it is under the command's locks.</summary>
public sealed class Target
{
    public long Id { get; init; }
    public long DriveId { get; init; }
    public long? ParentId { get; init; }
    public string Type { get; init; } = "";
    public string Name { get; init; } = "";
    public long Revision { get; init; }

    /// <summary>Of what lies in the trash: what was put there, the item itself or a folder that it is in.</summary>
    public long? TrashRootId { get; init; }

    /// <summary>The item itself or, of a file, the folder that it is in.</summary>
    public long FolderId => Type == "folder" ? Id : ParentId ?? Id;

    /// <summary>Ids from the root down to the folder (a file's: of its parent): <c>/1/15/204/</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>Ids from the root down to the item itself, folder or file.</summary>
    public string OwnPath => Type == "folder" ? Path : $"{Path}{Id}/";

    /// <summary>Of that folder; 0 for the root.</summary>
    public int Depth { get; init; }
    public long OwnerId { get; init; }
    public long QuotaBytes { get; init; }

    /// <summary>With what this transaction has added already.</summary>
    public long UsedBytes { get; private set; }
    public long CallerId { get; init; }
    public int Level { get; init; }

    /// <summary>Whether it is the hidden folder that a drive begins with.</summary>
    public bool IsRoot => ParentId is null && Type == "folder";

    /// <summary>What may still be added, in bytes; never below 0.</summary>
    public long AvailableBytes => Math.Max(0, QuotaBytes - UsedBytes);

    /// <summary>Says that the drive is full; how full is told to its owner only.</summary>
    public Problem QuotaExceeded() => Problems.QuotaExceeded(CallerId == OwnerId ? AvailableBytes : null);

    internal void Reserve(long bytes) => UsedBytes += bytes;

    internal const string Columns = """
        t.id, t.drive_id, t.parent_id, t.type, t.name, t.revision, t.trash_root_id, t.path, t.depth, t.owner_id, t.quota_bytes, t.used_bytes, t.caller_id, t.level
        """;
}

/// <summary>Holds what the command that runs in this scope was admitted to, for its handler.</summary>
public sealed class Admission
{
    private Target? target;
    private Target? moved;
    private GroupRole? role;

    public Target Target
    {
        get => target ?? throw new InvalidOperationException("This command's access names no item.");
        internal set => target = value;
    }

    /// <summary>What an <see cref="IMoving"/> command takes to the target.</summary>
    public Target Moved
    {
        get => moved ?? throw new InvalidOperationException("This command moves nothing.");
        internal set => moved = value;
    }

    /// <summary>What the caller is in the group that the command's access names.</summary>
    public GroupRole Role
    {
        get => role ?? throw new InvalidOperationException("This command's access names no group.");
        internal set => role = value;
    }

    internal long? DriveId => target?.DriveId;
    internal void Clear() => (target, moved, role) = (null, null, null);
}
