using System.Text.Json.Serialization;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Copies;

/// <summary>Makes another item of an item: references more, no bytes. It belongs to the drive that it is put into. Large folders are copied by a job.</summary>
public static class CopyItem
{
    /// <summary>How many items are copied before the request is answered; a job copies more.</summary>
    public const int AtOnce = 1_000;

    /// <summary>How many items a job takes.</summary>
    public const int MostItems = 200_000;

    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    /// <param name="ItemName">Null: the name of the original.</param>
    public sealed record Command(long ItemId, long? ParentId, string? ItemName, NameConflict? OnConflict)
        : ICommand<Copied>, IPlaced, IMoving, ILocking, IAudited<Copied>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
        public Access Moved => Access.To(ItemId, Level.Read);
        public Locks Locks => Locks.DriveShared | Locks.Folder;

        // A job writes its event when the copy is whole.
        public AuditEntry? Audit(Copied done) => done.Item is { } copy ? new("copy", copy.Id, new { name = copy.ItemName, from = done.FromOtherDrive ? (long?)null : ItemId, items = done.Items }) : null;
    }

    /// <summary>The copy, or the job that makes it.</summary>
    /// <param name="Items">How many items were made.</param>
    public sealed record Copied(Item? Item, Job? Job, int Items, long SourceId) : IAboutItem
    {
        [JsonIgnore]
        long IAboutItem.ItemId => Item?.Id ?? SourceId;

        /// <summary>Whose owner may not know what it is a copy of.</summary>
        internal bool FromOtherDrive { get; init; }
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => Include(new PlacedValidator());
    }

    internal sealed class Handler(Db db, Admission admission, Precondition precondition, FileCopy files, FolderCopy folders, Caller caller) : IRequestHandler<Command, Copied>
    {
        public async Task<Copied> Handle(Command command, CancellationToken ct)
        {
            var name = command.ItemName is { } wanted ? ItemName.Normalize(wanted) : admission.Moved.Name;
            // What it would replace is the original.
            if (command.OnConflict == NameConflict.Replace && admission.Moved.ParentId == admission.Target.Id && name == admission.Moved.Name) throw Problems.ItemNameTaken;
            precondition.JudgeGiven(admission.Moved.Revision);
            var done = admission.Moved.Type == "folder" ? await folders.CopyAsync(name, command.OnConflict, ct) : new(await files.CopyAsync(name, command.OnConflict, ct), null, 1);
            db.AtCommit(EventRow.Of(AuditEntry.Look(command.ItemId, new { what = "copy" }), caller, admission.Moved.DriveId, db.Now).Insert()); // its owner sees who took it
            return new(await ShowAsync(admission.Moved, done.ItemId, ct), done.Job, done.Items, command.ItemId) { FromOtherDrive = admission.Moved.DriveId != admission.Target.DriveId };
        }

        /// <summary>Judges the original, and with the copy its place, once more: names and contents may have been waited for.</summary>
        private async Task<Item?> ShowAsync(Target original, long? copyId, CancellationToken ct)
        {
            var results = await db.MultipleAsync(
                $"SELECT min(x.level) FROM ({Standing.Levels}) x; {ItemView.OfId}", new { Paths = new[] { original.OwnPath }, Drives = new[] { original.DriveId }, AccessId = copyId }, ct);
            await using (results)
            {
                Standing.Judge(await results.ReadSingleAsync<int?>(), Level.Read);
                return copyId is null ? null : (await results.ReadSingleOrDefaultAsync<Item>()).Shown(Level.Write);
            }
        }
    }
}
