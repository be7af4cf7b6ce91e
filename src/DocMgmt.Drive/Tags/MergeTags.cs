using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Makes one tag of two: what carries the one carries the other from then on, once. In one transaction, however many items there are.</summary>
public static class MergeTags
{
    /// <param name="TagId">The one that goes.</param>
    /// <param name="Into">The one that stays, as it is.</param>
    public sealed record Command(long TagId, long Into) : ICommand<Merged>, IAudited<Merged>
    {
        public Access Access => Access.ToTag(TagId, Level.Owner);
        public AuditEntry Audit(Merged done) => new("delete", null, new { tag_id = TagId, name = done.OldName, into = Into, into_name = done.Tag.Name });
    }

    public sealed record Merged(Tag Tag, string OldName);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Into).NotEqual(c => c.TagId).WithMessage("A tag can't be merged into itself.");
    }

    internal sealed class Handler(Db db, OwnTags own) : IRequestHandler<Command, Merged>
    {
        // Those that carry both name the other one already; a tag that is gone is found by nothing.
        private const string Names = "s.item_id IN (SELECT x.item_id FROM item_tags x WHERE x.tag_id = @Into) AND ' ' || s.tags_text || ' ' LIKE '% #' || @TagId || ' %'";

        public async Task<Merged> Handle(Command command, CancellationToken ct)
        {
            var tags = await own.LockAsync([command.TagId, command.Into], ct);
            if (tags.All(t => t.Id != command.Into)) throw Problems.TagUnknown;
            var tag = await db.SingleAsync<Tag>($"""
                WITH moved AS (
                    UPDATE item_tags x SET tag_id = @Into
                    WHERE x.tag_id = @TagId AND NOT EXISTS (SELECT 1 FROM item_tags y WHERE y.item_id = x.item_id AND y.tag_id = @Into)
                    RETURNING 1
                )
                UPDATE tags SET usage_count = usage_count + (SELECT count(*) FROM moved) WHERE id = @Into {Tag.Returned};
                SELECT 1 FROM search_texts s WHERE {Names} ORDER BY s.item_id FOR NO KEY UPDATE;
                {SearchText.Retag} WHERE {Names};
                DELETE FROM tags WHERE id = @TagId
                """, command, ct);
            return new(tag, tags.First(t => t.Id == command.TagId).Name);
        }
    }
}
