using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>Makes a folder, or a placeholder: a file without content, which the first upload of its name fills.</summary>
public static class CreateItem
{
    public sealed record Command(string ItemName, ItemType? Type, long? ParentId, NameConflict? OnConflict) : ICommand<Item>, ILocking, IAudited<Item>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
        public Locks Locks => Type == ItemType.Folder ? Locks.DriveShared | Locks.Folder : Locks.Folder;
        public AuditEntry Audit(Item done) => new("create", done.Id, new { name = done.ItemName, type = done.Type.ToString().ToLowerInvariant() });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.ItemName).ItemName();
            RuleFor(c => c.Type).NotNull().IsInEnum();
            RuleFor(c => c.OnConflict).IsInEnum();
        }
    }

    internal sealed class Handler(Db db, Admission admission, Placing placing) : IRequestHandler<Command, Item>
    {
        public async Task<Item> Handle(Command command, CancellationToken ct)
        {
            var made = await placing.PutAsync(
                Items.ItemName.Normalize(command.ItemName), command.Type == ItemType.Folder, command.OnConflict, name => InsertAsync(command, name, ct), ct);
            db.Index(made.Id, made.ItemName, made.Description, isNew: true);
            return made;
        }

        // A taken name breaks item_name_taken, a folder too deep folder_too_deep: the client sees those codes.
        private async Task<Item> InsertAsync(Command command, string name, CancellationToken ct)
        {
            var parent = admission.Target;
            var results = await db.MultipleAsync($"""
                {ParentTouch.Sql};
                WITH item AS (
                    INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, created_by, created_at, updated_at)
                    VALUES (@DriveId, @ParentId, @Type, @ItemName, @SortKey, @SizeBytes, @MimeType, @CallerId, @Now, @Now)
                    RETURNING id, type
                )
                INSERT INTO folders (id, drive_id, path, depth)
                SELECT id, @DriveId, @ParentPath || id || '/', @Depth + 1 FROM item WHERE type = 'folder';
                {ItemView.OfNamed}
                """, new
            {
                parent.DriveId,
                ParentId = parent.Id,
                ParentPath = parent.Path,
                parent.Depth,
                ItemName = name,
                SortKey = SortKey.Of(name),
                Type = command.Type!.Value.ToString().ToLowerInvariant(),
                SizeBytes = command.Type == ItemType.File ? 0L : (long?)null,
                MimeType = command.Type == ItemType.File ? Files.MimeType.Of(null, name, []) : null,
            }, ct);
            await using (results) return (await results.ReadSingleOrDefaultAsync<Item>()).Shown(Level.Write);
        }
    }
}
