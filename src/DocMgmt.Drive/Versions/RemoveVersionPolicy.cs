using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>Takes away a folder's own policy, if it has one; that of a folder above holds then, if there is one.</summary>
public static class RemoveVersionPolicy
{
    public sealed record Command(long ItemId) : ICommand<PolicyChange>, ILocking, IAudited<PolicyChange>
    {
        public Access Access => Access.ToFolder(ItemId, Level.Admin);
        public Locks Locks => Locks.DriveAlone | Locks.Item;
        public AuditEntry? Audit(PolicyChange done) => done.Changed ? new("update", ItemId, new { version_policy = (object?)null }) : null;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, PolicyChange>
    {
        // What the caller may is read again with what is shown: a grant may have ended since the locks.
        public async Task<PolicyChange> Handle(Command command, CancellationToken ct)
        {
            var removed = await db.ExecuteAsync("DELETE FROM version_policies WHERE folder_id = @ItemId", command, ct);
            var policy = await db.SingleAsync<VersionPolicy>(
                $"{Guard.Folder} SELECT {VersionPolicy.OfTarget} WHERE t.level >= @Needed",
                new { AccessId = command.ItemId, Needed = (int)Level.Admin }, ct);
            return new(command.ItemId, policy, removed > 0);
        }
    }
}
