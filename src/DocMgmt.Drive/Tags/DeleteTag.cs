using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Ends a tag, on all items that carry it. They keep their revisions.</summary>
public static class DeleteTag
{
    /// <summary>Answers the name that it had.</summary>
    public sealed record Command(long TagId) : ICommand<string>, IAudited<string>
    {
        public Access Access => Access.ToTag(TagId, Level.Owner);
        public AuditEntry Audit(string done) => new("delete", null, new { tag_id = TagId, name = done });
    }

    internal sealed class Handler(Db db, OwnTags own) : IRequestHandler<Command, string>
    {
        // It goes from the items by their foreign key.
        public async Task<string> Handle(Command command, CancellationToken ct)
        {
            await own.LockAsync([command.TagId], ct);
            return await db.SingleAsync<string>("DELETE FROM tags WHERE id = @TagId RETURNING name", command, ct);
        }
    }
}
