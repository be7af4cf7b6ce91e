using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>
/// Takes an item out of the trash: to the folder that it was in, or to another one of the same drive. It may be one that lies in a folder that was
/// put into the trash; that one stays there, without it.
/// </summary>
public static class RestoreItem
{
    /// <param name="ParentId">Null is the drive's root; not looked at when <paramref name="ToItsPlace"/>.</param>
    /// <param name="ItemName">Null: the name that it had.</param>
    public sealed record Command(long ItemId, bool ToItsPlace, long? ParentId, string? ItemName, NameConflict? OnConflict)
        : ICommand<Item>, IPlaced, IMoving, ILocking, IAudited<Item>
    {
        public Access Access => ToItsPlace ? Access.ToParentOfTrashed(ItemId, Level.Write) : Access.ToFolder(ParentId, Level.Write);
        public Access Moved => Access.ToInTrash(ItemId);
        Problem IMoving.NoPlace => ToItsPlace ? Problems.ParentDeleted : Problems.NotFound;

        public Locks Locks => Locks.DriveAlone | Locks.Folder;
        public AuditEntry Audit(Item done) => new("restore", ItemId, new { name = done.ItemName, old_name = done.OldName, parent_id = done.ParentId });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => Include(new PlacedValidator());
    }

    internal sealed class Handler(Db db, Admission admission, ItemRow row, Placing placing, Subtrees subtrees, TrashRetention retention)
        : IRequestHandler<Command, Item>
    {
        public async Task<Item> Handle(Command command, CancellationToken ct)
        {
            var (item, place) = (admission.Moved, admission.Target);
            if (item.DriveId != place.DriveId) throw Problems.Invalid("parent_id", "The trash gives things back into their own drive. Choose a folder of that.");
            var name = command.ItemName is { } wanted ? Items.ItemName.Normalize(wanted) : item.Name;
            var root = item.TrashRootId!.Value; // with the drive alone for us it stays that
            if (item.Type == "folder") await subtrees.RestoreAsync(item, place, root, ct);
            await row.LockTrashedAsync(item, root, place.Id, name, ct);
            var restored = await placing.PutAsync(name, item.Type == "folder", command.OnConflict, free => MoveAsync(command.ItemId, root, free, ct), ct);
            db.Index(restored.Id, restored.ItemName, restored.Description);
            restored.OldName = item.Name;
            return restored;
        }

        private async Task<Item> MoveAsync(long itemId, long rootId, string name, CancellationToken ct)
        {
            var results = await db.MultipleAsync($"""
                {ParentTouch.Sql};
                UPDATE items
                SET parent_id = @ParentId, name = @ItemName, sort_key = @SortKey, trashed_at = NULL, trashed_by = NULL, revision = revision + 1, updated_at = @Now
                WHERE id = @ItemId AND EXISTS (SELECT 1 FROM items r WHERE r.id = @RootId AND r.trashed_at > @Now - @Kept AND r.purging_at IS NULL);
                DELETE FROM trash_sizes WHERE item_id = @RootId;
                {ItemView.OfNamed}
                """, new { ParentId = admission.Target.Id, ItemId = itemId, RootId = rootId, ItemName = name, SortKey = SortKey.Of(name), retention.Kept }, ct);
            await using (results)
                return await results.ReadSingleOrDefaultAsync<Item>() is { } restored && restored.Id == itemId ? restored : throw Problems.NotFound; // it was faster gone than locked
        }
    }
}
