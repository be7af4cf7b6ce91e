using System.Text.Json.Serialization;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>Makes a folder and the folders that lead to it, where they are missing, as <c>mkdir -p</c>. Done again, or by many at once, it finds what is there.</summary>
public static class CreatePath
{
    /// <param name="Path">Names below the parent, such as <c>/2026/May</c>; slashes at the ends and doubled ones mean nothing.</param>
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    public sealed record Command(string Path, long? ParentId) : ICommand<Created>, ILocking
    {
        internal string[] Names => [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(ItemName.Normalize)];

        public Access Access => Access.ToFolder(ParentId, Level.Write);

        // With the drive's lock none of the folders on the way moves or goes to the trash meanwhile.
        public Locks Locks => Locks.DriveShared | Locks.Folder;
    }

    /// <param name="Made">How many folders were missing.</param>
    public sealed record Created(Item Item, int Made) : IAboutItem
    {
        [JsonIgnore]
        long IAboutItem.ItemId => Item.Id;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        private const int MaxLength = Subtrees.MaxDepth * 256;

        public Validator()
        {
            RuleFor(c => c.Path).NotEmpty().MaximumLength(MaxLength);
            RuleFor(c => c.Names).NotEmpty().WithMessage("A path has at least one name.").Must(n => n.Length <= Subtrees.MaxDepth).WithMessage("Folders can be nested 100 deep, not deeper.")
                .OverridePropertyName(c => c.Path).When(c => c.Path is { Length: > 0 and <= MaxLength });
            RuleForEach(c => c.Names).ItemName().OverridePropertyName(c => c.Path).When(c => c.Path is { Length: > 0 and <= MaxLength });
        }
    }

    internal sealed class Handler(Db db, Admission admission, Caller caller) : IRequestHandler<Command, Created>
    {
        private sealed record Folder(long Id, string? Path, int Depth);

        // Many who make one path meet at its first missing folder, and go on downwards: nobody waits for somebody further down.
        public async Task<Created> Handle(Command command, CancellationToken ct)
        {
            var (place, made) = (new Folder(admission.Target.Id, admission.Target.Path, admission.Target.Depth), 0);
            foreach (var name in command.Names)
            {
                var next = await FindAsync(place, name, ct);
                if (next is null && await MakeAsync(place, name, ct)) made++;
                next ??= await FindAsync(place, name, ct) ?? throw Problems.Unavailable; // made and deleted again in between
                place = next.Path is null ? throw Problems.ItemNameTaken : next;
            }

            return new(await db.ShowAsync(place.Id, ct, made > 0 ? Level.Write : Level.Read), made);
        }

        private Task<Folder?> FindAsync(Folder parent, string name, CancellationToken ct) => db.SingleOrDefaultAsync<Folder>("""
            SELECT i.id, f.path, COALESCE(f.depth, 0) AS depth
            FROM items i
            LEFT JOIN folders f ON f.id = i.id
            WHERE i.parent_id = @ParentId AND i.name = @Name AND i.trashed_at IS NULL
            """, new { ParentId = parent.Id, name }, ct);

        private async Task<bool> MakeAsync(Folder parent, string name, CancellationToken ct)
        {
            var id = await db.SingleOrDefaultAsync<long?>($"""
                {ParentTouch.Sql};
                WITH item AS (
                    INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
                    VALUES (@DriveId, @ParentId, 'folder', @Name, @SortKey, @CallerId, @Now, @Now)
                    ON CONFLICT (parent_id, name) WHERE trashed_at IS NULL DO NOTHING
                    RETURNING id
                )
                INSERT INTO folders (id, drive_id, path, depth) SELECT id, @DriveId, @Path || id || '/', @Depth FROM item RETURNING id
                """, new { admission.Target.DriveId, ParentId = parent.Id, name, SortKey = SortKey.Of(name), parent.Path, Depth = parent.Depth + 1 }, ct);
            if (id is not { } made) return false;
            db.Index(made, name, description: null, isNew: true);
            db.AtCommit(EventRow.Of(new("create", made, new { name, type = "folder" }), caller, admission.Target.DriveId, db.Now).Insert());
            return true;
        }
    }
}
