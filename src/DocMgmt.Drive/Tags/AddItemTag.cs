using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Puts one more tag on an item: by its id, or by its name, under which it is made where it is missing. One that it carries already stays.</summary>
public static class AddItemTag
{
    /// <param name="TagId">Either this</param>
    /// <param name="Name">or this.</param>
    public sealed record Command(long ItemId, long? TagId, string? Name) : ICommand<TaggedItem>, ILocking, INamesTags, IAudited<TaggedItem>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Folder;
        IEnumerable<long> INamesTags.NamedIds => TagId is { } id ? [id] : [];
        IEnumerable<string> INamesTags.NamedTags => Name is { } name ? [name] : [];
        public AuditEntry? Audit(TaggedItem done) => done.Audit();
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).Must((c, name) => (name is null) != (c.TagId is null)).WithMessage("Say tag_id or name, one of them.");
            RuleFor(c => c.Name).TagName();
        }
    }

    internal sealed class Handler(ItemTagging item) : IRequestHandler<Command, TaggedItem>
    {
        public async Task<TaggedItem> Handle(Command command, CancellationToken ct)
        {
            await item.LockAsync(ct);
            var one = command.Name is { } name ? await item.OfNamesAsync([name], ct) : await item.OfIdsAsync([command.TagId!.Value], ct);
            if (one.Count == 0) throw Problems.NotFound;
            return await item.CarryAsync([.. (await item.CarriedAsync(ct)).UnionBy(one, k => k.Id)], ct);
        }
    }
}
