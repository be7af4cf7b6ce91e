using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Puts an item, with all that is below it, into the trash of its drive. Its name is free at once; versions keep their references and count as before.</summary>
public static class TrashItem
{
    public sealed record Command(long ItemId) : ICommand<Trashed>, ILocking, IAudited<Trashed>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Subtree;
        public AuditEntry Audit(Trashed done) => new("delete", ItemId, new { name = done.ItemName, folders = done.With?.Folders, files = done.With?.Files });
    }

    /// <param name="With">What went along; null: it is a file.</param>
    public sealed record Trashed(string ItemName, Contents? With);

    /// <summary>What putting something into the trash changes of its row.</summary>
    internal const string Marks = "trashed_at = @Now, trashed_by = @CallerId, revision = revision + 1, updated_at = @Now";

    internal sealed class Handler(Db db, Admission admission, ItemRow row, Subtrees subtrees) : IRequestHandler<Command, Trashed>
    {
        public async Task<Trashed> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            if (item.IsRoot) throw Problems.DriveRoot;
            var with = item.Type == "folder" ? await subtrees.TrashAsync(item, ct) : null;
            var before = await row.LockAsync(item, null, null, [item], ct);
            await db.ExecuteAsync($"UPDATE items SET {Marks} WHERE id = @ItemId; {ParentTouch.Sql}", new { command.ItemId, item.ParentId }, ct);
            return new(before.Name, with);
        }
    }
}
