using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Gives a tag another name or colour, on all items that carry it. They keep their revisions, as when a folder above is renamed.</summary>
public static class UpdateTag
{
    /// <param name="Name">Null: as it is.</param>
    /// <param name="Colors">Whether <paramref name="Color"/> is what it is to be; null takes it away.</param>
    public sealed record Command(long TagId, string? Name, bool Colors, string? Color) : ICommand<Updated>, IAudited<Updated>
    {
        public Access Access => Access.ToTag(TagId, Level.Owner);

        public AuditEntry? Audit(Updated done) => done switch
        {
            { OldName: { } old } => new("rename", null, new { tag_id = TagId, name = done.Tag.Name, old_name = old, color = done.Tag.Color }),
            { Colored: true } => new("update", null, new { tag_id = TagId, name = done.Tag.Name, color = done.Tag.Color }),
            _ => null,
        };
    }

    /// <param name="OldName">Null: it has the name that it had.</param>
    public sealed record Updated(Tag Tag, string? OldName, bool Colored);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).TagName();
            RuleFor(c => c.Name).NotNull().When(c => !c.Colors).WithMessage("Say what to change: name or color.");
            RuleFor(c => c.Color).TagColor();
        }
    }

    internal sealed class Handler(Db db, Admission admission, DriveTags drive, OwnTags own) : IRequestHandler<Command, Updated>
    {
        // A taken name breaks constraint tag_name_taken.
        public async Task<Updated> Handle(Command command, CancellationToken ct)
        {
            if (command.Name is not null) await drive.LockNamesAsync(admission.Target.DriveId, ct);
            var old = (await own.LockAsync([command.TagId], ct))[0];
            var (name, color) = (command.Name is { } given ? TagRules.Normalize(given) : old.Name, command.Colors ? command.Color?.ToLowerInvariant() : old.Color);
            var tag = await db.SingleAsync<Tag>($"""
                UPDATE tags SET name = @Name, name_key = @Key, name_text = @Text, color = @Color WHERE id = @TagId {Tag.Returned}
                """, new { command.TagId, name, Key = TagRules.Key(name), Text = SearchWords.Of(name), color }, ct);
            return new(tag, name == old.Name ? null : old.Name, color != old.Color);
        }
    }
}
