using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Makes a tag in the caller's drive that no item carries yet.</summary>
public static class CreateTag
{
    public sealed record Command(string Name, string? Color) : ICommand<Tag>, IAudited<Tag>
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
        public AuditEntry Audit(Tag done) => new("create", null, new { tag_id = done.Id, name = done.Name, color = done.Color });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotNull().TagName();
            RuleFor(c => c.Color).TagColor();
        }
    }

    internal sealed class Handler(Db db, Admission admission, DriveTags drive) : IRequestHandler<Command, Tag>
    {
        // A taken name breaks constraint tag_name_taken.
        public async Task<Tag> Handle(Command command, CancellationToken ct)
        {
            var driveId = admission.Target.DriveId;
            await drive.LockNamesAsync(driveId, ct);
            var tag = await db.SingleAsync<Tag>($"""
                INSERT INTO tags (drive_id, name, name_key, name_text, color) VALUES (@DriveId, @Name, @Key, @Text, @Color) {Tag.Returned}
                """, new { driveId, Name = TagRules.Normalize(command.Name), Key = TagRules.Key(command.Name), Text = SearchWords.Of(command.Name), Color = command.Color?.ToLowerInvariant() }, ct);
            await drive.CheckRoomAsync(driveId, ct);
            return tag;
        }
    }
}
