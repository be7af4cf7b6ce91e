using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Begins to delete something in the trash for good. From then on it is in no list and can't be restored; <see cref="ContinuePurge"/> does what is left.</summary>
public static class PurgeItem
{
    /// <summary>Answers whether nothing is left of it.</summary>
    public sealed record Command(long ItemId) : ICommand<Purged>, ILocking, IAudited<Purged>
    {
        public Access Access => Access.ToTrashed(ItemId);
        public Locks Locks => Locks.DriveAlone;
        public AuditEntry Audit(Purged done) => new("purge", ItemId, new { name = done.ItemName });
    }

    public sealed record Purged(string ItemName, bool Done);

    internal sealed class Handler(Admission admission, Precondition precondition, Purge purge) : IRequestHandler<Command, Purged>
    {
        public async Task<Purged> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            precondition.Judge(item.Revision);
            if (!await purge.BeginAsync(item.Id, ct)) throw Problems.NotFound; // restored or purged meanwhile
            return new(item.Name, await purge.BatchAsync(item.Id, item.DriveId, ct));
        }
    }
}
