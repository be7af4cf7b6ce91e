using System.Text.Json.Serialization;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>
/// Puts an item into another folder, under its name or another one. Into another drive, where it gets
/// another owner, only its owner takes it: with everything below it that is not in the trash, quota and all, in one transaction.
/// </summary>
public static class MoveItem
{
    /// <summary>How many items go into another drive at once: all of them are rewritten in one transaction.</summary>
    public const int MostItems = 200_000;

    /// <param name="ParentId">Null is the root of the drive that it is in.</param>
    /// <param name="ItemName">Null: the name that it has.</param>
    /// <param name="KeepPermissions">Whether grants on it and below, and share links to them, go along into another drive, which takes admin there.</param>
    public sealed record Command(long ItemId, long? ParentId, string? ItemName, NameConflict? OnConflict, bool KeepPermissions)
        : ICommand<Moved>, IPlaced, IMoving, ILocking, IAudited<Moved>
    {
        public Access Access => ParentId is null ? Access.ToRootOf(ItemId, Level.Write) : Access.ToFolder(ParentId, Level.Write);
        Access IMoving.Moved => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Move;

        public AuditEntry? Audit(Moved done) => !done.Changed ? null
            : done.FromDrive is null ? new("move", ItemId, new { name = done.Item.ItemName, old_name = done.OldName, from = done.From, to = done.To })
            : new("move", ItemId, new { name = done.Item.ItemName, old_name = done.OldName, to = done.To, from_other_drive = true, keep_permissions = KeepPermissions });

        // The drive that it left has one too, of its own folder only: neither owner may know the other's.
        internal AuditEntry Left(Moved done) => new("move", ItemId, new { name = done.Item.ItemName, old_name = done.OldName, from = done.From, to_other_drive = true, keep_permissions = KeepPermissions });
    }

    /// <param name="FromDrive">Null: it is in the same drive as before.</param>
    public sealed record Moved(Item Item, bool Changed, string OldName, long? From, long To, long? FromDrive) : IAboutItem
    {
        [JsonIgnore]
        long IAboutItem.ItemId => Item.Id;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => Include(new PlacedValidator());
    }

    internal sealed class Handler(Db db, Admission admission, Moves moves, Caller caller) : IRequestHandler<Command, Moved>
    {
        public async Task<Moved> Handle(Command command, CancellationToken ct)
        {
            var (item, place) = (admission.Moved, admission.Target);
            if (item.IsRoot) throw Problems.DriveRoot;
            if (item.Type == "folder" && place.Path.StartsWith(item.Path, StringComparison.Ordinal)) throw Problems.MoveIntoItself;
            if (moves.Leaves && (item.Level < (int)Level.Owner || (command.KeepPermissions && place.Level < (int)Level.Admin))) throw Problems.Forbidden;

            var (oldName, name) = await moves.BeginAsync(command.ItemName, [item, place], moves.Leaves && command.KeepPermissions ? Level.Admin : Level.Write, ct);
            if (item.ParentId == place.Id && name == oldName)
                return new(await db.ShowAsync(item.Id, ct), false, name, place.Id, place.Id, null);

            var moved = await moves.EndAsync(name, command.OnConflict, command.KeepPermissions, keepLinks: command.KeepPermissions, ct);
            var done = new Moved(moved, true, oldName, item.ParentId, place.Id, moves.Leaves ? item.DriveId : null);
            if (moves.Leaves) db.AtCommit(EventRow.Of(command.Left(done), caller, item.DriveId, db.Now).Insert());
            return done;
        }
    }
}
