using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Ends a link. Its row stays, so that visitors are told that it is gone rather than that it never was.</summary>
public static class DeleteShareLink
{
    public sealed record Command(long ItemId, long LinkId) : ICommand<ShareLink>, ILocking, IAudited<ShareLink>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder | Locks.Item;
        public AuditEntry Audit(ShareLink done) => done.Event("unshare");
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, ShareLink>
    {
        public async Task<ShareLink> Handle(Command command, CancellationToken ct)
        {
            var link = await db.SingleAsync<ShareLink>(ShareLink.Shown, command, ct); // which nobody else changes: the item's row is locked
            // What was begun by it ends with it, and takes no room any more. In the order in which an upload that ends takes both.
            await db.ExecuteAsync("DELETE FROM resumable_uploads WHERE link_id = @LinkId; UPDATE share_links SET revoked_at = @Now WHERE id = @LinkId", command, ct);
            return link;
        }
    }
}
