using System.Text.Json.Serialization;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>Renames an item, describes it, or stars it for the caller. A rename is one row, whatever hangs below.</summary>
public static class UpdateItem
{
    public const int MaxDescription = 4_000;

    /// <param name="ItemName">Null: as it is.</param>
    /// <param name="Describes">Whether <paramref name="Description"/> is what it is to be; null takes it away.</param>
    /// <param name="IsStarred">The caller's own; null: as it is.</param>
    public sealed record Command(long ItemId, string? ItemName, bool Describes, string? Description, bool? IsStarred)
        : ICommand<Updated>, ILocking, IAudited<Updated>
    {
        // Stars are the caller's, not the item's.
        internal bool ChangesItem => ItemName is not null || Describes;

        public Access Access => Access.To(ItemId, ChangesItem ? Level.Write : Level.Read);
        public Locks Locks => ChangesItem ? Locks.Folder : default;

        public AuditEntry? Audit(Updated done) => done switch
        {
            { OldName: { } old } => new("rename", ItemId, new { name = done.Item.ItemName, old_name = old, described = done.Described, starred = done.Starred }),
            { Described: false, Starred: null } => null,
            _ => new("update", ItemId, new { described = done.Described, starred = done.Starred }),
        };
    }

    /// <param name="OldName">Null: it has the name that it had.</param>
    /// <param name="Starred">Null: as it was.</param>
    public sealed record Updated(Item Item, string? OldName, bool Described, bool? Starred) : IAboutItem
    {
        [JsonIgnore]
        long IAboutItem.ItemId => Item.Id;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.ItemName!).ItemName().When(c => c.ItemName is not null);
            RuleFor(c => c.Description).MaximumLength(MaxDescription).Must(d => d?.Contains('\0', StringComparison.Ordinal) != true).WithMessage("A description has no NUL.");
            RuleFor(c => c.IsStarred).NotNull().When(c => !c.ChangesItem).WithMessage("Say what to change: item_name, description or is_starred.");
        }
    }

    internal sealed class Handler(Db db, Admission admission, ItemRow row, Precondition precondition) : IRequestHandler<Command, Updated>
    {
        public async Task<Updated> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            if (command.ChangesItem && item.IsRoot) throw Problems.DriveRoot;
            var name = command.ItemName is { } wanted ? Items.ItemName.Normalize(wanted) : null;
            var (oldName, described) = command.ChangesItem ? await ChangeAsync(command, item, name, ct) : (null, false);
            if (!command.ChangesItem) precondition.JudgeGiven(item.Revision);
            var starred = command.IsStarred is { } star && await StarAsync(command.ItemId, star, ct) > 0 ? command.IsStarred : null;
            return new(await db.ShowAsync(command.ItemId, ct), oldName, described, starred);
        }

        private async Task<(string? OldName, bool Described)> ChangeAsync(Command command, Target item, string? name, CancellationToken ct)
        {
            var before = await row.LockAsync(item, item.ParentId, name, [item], ct);
            var renamed = name is not null && name != before.Name;
            var described = command.Describes && command.Description != before.Description;
            if (!renamed && !described) return default;

            var (after, description) = (name ?? before.Name, described ? command.Description : before.Description);
            await db.ExecuteAsync($"""
                UPDATE items SET name = @After, sort_key = @SortKey, description = @Description, revision = revision + 1, updated_at = @Now WHERE id = @ItemId;
                {ParentTouch.Sql}
                """, new { command.ItemId, after, SortKey = SortKey.Of(after), description, item.ParentId }, ct);
            db.Index(command.ItemId, after, description);
            return (renamed ? before.Name : null, described);
        }

        private Task<int> StarAsync(long itemId, bool star, CancellationToken ct) => star
            ? db.ExecuteAsync("INSERT INTO stars (user_id, item_id, created_at) VALUES (@CallerId, @ItemId, @Now) ON CONFLICT DO NOTHING", new { itemId }, ct)
            : db.ExecuteAsync("DELETE FROM stars WHERE user_id = @CallerId AND item_id = @ItemId", new { itemId }, ct);
    }
}
