using DocMgmt.Tests.Model.Steps;

namespace DocMgmt.Tests.Model;

/// <summary>What somebody has in mind for several steps, with others' between them: what would seldom come about by chance.</summary>
internal sealed partial class Draw
{
    private readonly Queue<Step> planned = new();

    /// <summary>With a folder of theirs in which something lies in the trash by itself.</summary>
    private void Plan(Drives drives, int user)
    {
        var folders = drives.Nodes.Where(n => n.Drive == user && n is { IsFolder: true, IsRoot: false } && ids.Know(n.Key) && drives.IsLive(n) && drives.Below(n).Count > 2).ToList();
        if (folders.Count == 0) return;
        var folder = Any(folders);
        var below = drives.Below(folder).Skip(1).Where(n => ids.Know(n.Key)).ToList();
        if (below.Count < 2) return;
        var inner = below.Find(n => n.IsFolder && drives.Children(n).Any()) ?? Any(below);
        planned.Enqueue(new Delete(user, inner.Key));
        if (One(2)) PlanTrash(drives, user, folder.Key, inner.Key, Any(below).Key);
        else PlanGift(drives, user, folder.Key, Any(below).Key);
        if (One(3)) planned.Enqueue(new Restore(user, inner.Key, One(2), null, null, "rename"));
    }

    /// <summary>The folder goes there, too, and it, or something in it, comes back or is gone for good.</summary>
    private void PlanTrash(Drives drives, int user, int folder, int inner, int other)
    {
        planned.Enqueue(new Delete(user, folder));
        planned.Enqueue(random.Next(5) switch
        {
            0 => new Purge(user, folder),
            1 => new Restore(user, inner, false, Folder(drives, user), null, "rename"),
            2 => new Restore(user, other, false, Folder(drives, user), null, "rename"),
            _ => new Restore(user, folder, One(2), null, null, "rename"),
        });
        planned.Enqueue(new Restore(user, folder, true, null, null, null));
    }

    /// <summary>It is shared and tagged, and then goes into somebody else's drive, who lets its owner in.</summary>
    private void PlanGift(Drives drives, int user, int folder, int other)
    {
        foreach (var item in new[] { folder, other })
        {
            var grantee = random.Next(granteeIds.Count);
            planned.Enqueue(new GrantTo(user, item, new(grantee == granteeIds.Count - 1 ? null : grantee), Any([Level.Read, Level.Write]), granteeIds[grantee]));
            planned.Enqueue(new SetTags(user, item, [TagName(), TagName()], []));
        }

        var others = drives.Nodes.Where(n => n.Drive != user && n is { IsFolder: true, IsRoot: false } && ids.Know(n.Key) && drives.IsLive(n)).ToList();
        if (others.Count == 0) return;
        var place = Any(others);
        planned.Enqueue(new GrantTo(place.Drive, place.Key, new(user), Any([Level.Write, Level.Admin]), granteeIds[user]));
        planned.Enqueue(new Move(user, folder, place.Key, null, "rename", One(3)));
    }
}
