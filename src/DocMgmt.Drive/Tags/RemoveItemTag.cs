using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>Takes one tag off an item. The tag itself stays, for its drive's owner to use again or to delete.</summary>
public static class RemoveItemTag
{
    public sealed record Command(long ItemId, long TagId) : ICommand<TaggedItem>, ILocking, INamesTags, IAudited<TaggedItem>
    {
        public Access Access => Access.To(ItemId, Level.Write);
        public Locks Locks => Locks.Folder;
        IEnumerable<long> INamesTags.NamedIds => [TagId];
        IEnumerable<string> INamesTags.NamedTags => [];
        public AuditEntry? Audit(TaggedItem done) => done.Audit();
    }

    internal sealed class Handler(ItemTagging item) : IRequestHandler<Command, TaggedItem>
    {
        public async Task<TaggedItem> Handle(Command command, CancellationToken ct)
        {
            await item.LockAsync(ct);
            var carried = await item.CarriedAsync(ct);
            var left = carried.Where(c => c.Id != command.TagId).ToList();
            return left.Count < carried.Count ? await item.CarryAsync(left, ct) : throw Problems.NotFound;
        }
    }
}
