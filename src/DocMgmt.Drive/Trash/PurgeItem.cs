using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Deletes something in the trash for good. From then on it is in no list and can't be restored; what is more than a batch is left to a job.</summary>
public static class PurgeItem
{
    /// <param name="OnlyBegins">Whoever sends it has a job of their own for the rest, in the same transaction.</param>
    public sealed record Command(long ItemId, bool OnlyBegins = false) : ICommand<Purged>, ILocking, IAudited<Purged>
    {
        public Access Access => Access.ToTrashed(ItemId);
        public Locks Locks => Locks.DriveAlone;
        public AuditEntry Audit(Purged done) => new("purge", ItemId, new { name = done.ItemName, folders = done.With.Folders, files = done.With.Files });
    }

    /// <param name="With">What is below it and goes along.</param>
    /// <param name="Job">Deletes what is left of it; null when nothing is.</param>
    public sealed record Purged(string ItemName, Contents With, Job? Job);

    internal sealed class Handler(Admission admission, Precondition precondition, Purge purge, PurgeList list) : IRequestHandler<Command, Purged>
    {
        public async Task<Purged> Handle(Command command, CancellationToken ct)
        {
            var item = admission.Target;
            precondition.Judge(item.Revision);
            var with = await purge.BeginAsync(item.Id, ct) ?? throw Problems.NotFound; // restored or purged meanwhile
            if (command.OnlyBegins) return new(item.Name, with, null);
            return new(item.Name, with, await purge.BatchAsync(item.Id, item.DriveId, ct) ? null : await list.QueueBegunAsync(item.Id, ct));
        }
    }
}
