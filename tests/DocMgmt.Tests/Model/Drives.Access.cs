namespace DocMgmt.Tests.Model;

/// <summary>Whether somebody may, and what becomes of a name: what operations have in common.</summary>
internal sealed partial class Drives
{
    /// <summary>A live item that the user has that level on.</summary>
    /// <exception cref="Refused">404: it is not there for them; 403.</exception>
    public Node Item(int user, int key, Level level)
    {
        var node = Find(key);
        var has = node is null ? Level.None : LevelOf(user, node);
        return has == Level.None ? throw Refused.NotFound : has < level ? throw Refused.Forbidden : node!;
    }

    /// <summary>The same, for what can't be a drive's root.</summary>
    public Node Thing(int user, int key, Level level) => Item(user, key, level) is { IsRoot: false } thing ? thing : throw Refused.DriveRoot;

    /// <param name="key">Null: the root of the user's own drive.</param>
    public Node Folder(int user, int? key, Level level) => Item(user, key ?? Root(user).Key, level) is { IsFolder: true } folder ? folder : throw new Refused(400, "parent_not_a_folder");

    /// <summary>Finds a name in a folder for something that comes into it; a file that has it goes to the trash where it is to be replaced, a folder never does.</summary>
    /// <param name="onConflict">fail (or null), rename or replace.</param>
    /// <exception cref="Refused">409.</exception>
    public string Place(int user, Node folder, string name, bool isFolder, string? onConflict)
    {
        var there = Children(folder).FirstOrDefault(c => c.Name == name);
        if (there is null) return name;
        if (onConflict == "rename") return Names.Free(name, isFolder, Children(folder).Select(c => c.Name).ToHashSet(StringComparer.Ordinal));
        if (onConflict != "replace" || there.IsFolder) throw Refused.NameTaken;
        Trash(user, there);
        return name;
    }

    public void Trash(int user, Node node) => Set(node with { Trashed = new(request, user) });

    /// <summary>Whether the user could read that content without being sent it: their drive has it, or something else that they may read.</summary>
    public bool HasContent(int user, Content content) =>
        Nodes.Any(n => (n.Drive == user || Sees(user, n)) && n.Versions.Exists(v => v.Content == content));

    /// <summary>Adds a version, which is the current one from then on.</summary>
    public Version AddVersion(Node file, Content content)
    {
        var version = new Version(NewKey(), file.NextVersion, content);
        Set(file with { Versions = file.Versions.Add(version), NextVersion = file.NextVersion + 1 });
        return version;
    }

    /// <summary>Takes something, with what is below it, into another drive. What is in the trash by itself stays, and loses its folder.</summary>
    /// <exception cref="Refused">403.</exception>
    public void ChangeDrive(Node thing, int drive, bool keepGrants)
    {
        var all = Below(thing);
        CheckRoom(drive, all.Sum(n => n.Bytes));
        LoseFolders([.. all]);
        foreach (var node in all)
            Set(node with { Drive = drive, Tags = TagsIn(drive, node), Grants = keepGrants ? node.Grants.Remove(new(drive)) : node.Grants.Clear() });
    }

    /// <summary>The point of no return: what went to the trash with it is in no list any more, what lay there by itself outlives it.</summary>
    public void BeginPurge(Node node)
    {
        Set(node with { Purging = true });
        LoseFolders(Below(node));
    }

    /// <summary>What was begun is gone.</summary>
    public void EndPurges() => nodes = nodes.RemoveRange(Nodes.Where(n => TrashRoot(n) is { Purging: true }).Select(n => n.Key).ToList());

    private void LoseFolders(IReadOnlyList<Node> folders)
    {
        var keys = folders.Select(f => f.Key).ToHashSet();
        foreach (var node in Nodes.Where(n => n.Trashed is not null && n.Parent is { } parent && keys.Contains(parent)).ToList()) Set(node with { Parent = null });
    }
}
