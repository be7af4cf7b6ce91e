using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Has an item carry these tags and no others: by their ids, or by their names, of which those that are missing are made.</summary>
public static class SetItemTags
{
    /// <param name="TagIds">Either these</param>
    /// <param name="Tags">or these, names.</param>
    public sealed record Command(long ItemId, IReadOnlyList<long>? TagIds, IReadOnlyList<string>? Tags) : ICommand<TaggedItem>, ILocking, INamesTags, IAudited<TaggedItem>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Folder;
        IEnumerable<long> INamesTags.NamedIds => TagIds ?? [];
        IEnumerable<string> INamesTags.NamedTags => Tags ?? [];
        public AuditEntry? Audit(TaggedItem done) => done.Audit();
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.TagIds).Must((c, ids) => (ids is null) != (c.Tags is null)).WithMessage("Say tag_ids or tags, one of them.");
            RuleFor(c => c.TagIds).Must(ids => ids is not { Count: > TagRules.MostOfItem }).WithMessage(TooMany);
            RuleFor(c => c.Tags).Must(tags => tags is not { Count: > TagRules.MostOfItem }).WithMessage(TooMany);
            RuleForEach(c => c.Tags).NotNull().TagName();
        }

        private static readonly string TooMany = $"An item can carry {TagRules.MostOfItem} tags.";
    }

    internal sealed class Handler(ItemTagging item) : IRequestHandler<Command, TaggedItem>
    {
        public async Task<TaggedItem> Handle(Command command, CancellationToken ct)
        {
            await item.LockAsync(ct);
            if (command.Tags is { } names) return await item.CarryAsync(await item.OfNamesAsync(names, ct), ct);
            long[] ids = [.. command.TagIds!.Distinct()];
            var known = await item.OfIdsAsync(ids, ct);
            return known.Count == ids.Length ? await item.CarryAsync(known, ct) : throw Problems.TagUnknown;
        }
    }
}
