using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>The point of no return for something in the trash: nothing lists or restores it any more. Whoever sends this leaves the rest to a job, in the same transaction.</summary>
public static class BeginPurge
{
    public sealed record Command(long ItemId) : ICommand<Begun>, ILocking, IAudited<Begun>
    {
        public Access Access => Access.ToTrashed(ItemId);
        public Locks Locks => Locks.DriveAlone;
        public AuditEntry Audit(Begun done) => new("purge", ItemId, new { name = done.ItemName });
    }

    public sealed record Begun(string ItemName);

    internal sealed class Handler(Admission admission, Precondition precondition, Purge purge) : IRequestHandler<Command, Begun>
    {
        public async Task<Begun> Handle(Command command, CancellationToken ct)
        {
            precondition.Judge(admission.Target.Revision);
            return await purge.BeginAsync(command.ItemId, ct) ? new(admission.Target.Name) : throw Problems.NotFound; // restored or purged meanwhile
        }
    }
}
