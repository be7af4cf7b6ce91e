using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>Takes a grant away. Whoever has admin takes any; everybody may give back what they were granted themselves, and so leave a share.</summary>
public static class RevokePermission
{
    public sealed record Command(long ItemId, long PermissionId) : ICommand<Revoked>, ILocking, IAudited<Revoked>
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public Locks Locks => Locks.Folder | Locks.Item;
        public AuditEntry Audit(Revoked done) => done.Permission.Event("permission_revoke");
    }

    /// <summary>Not about the item, which who gave a grant back may not see any more: a replay is answered all the same.</summary>
    public sealed record Revoked(Permission Permission);

    internal sealed class Handler(Db db, Admission admission) : IRequestHandler<Command, Revoked>
    {
        public async Task<Revoked> Handle(Command command, CancellationToken ct)
        {
            var all = admission.Target.Level >= (int)Level.Admin;
            var revoked = await db.SingleOrDefaultAsync<Permission>($"""
                DELETE FROM permissions p
                WHERE p.id = @PermissionId AND p.item_id = @ItemId AND {Permission.Lasts} AND (@All OR p.user_id = @CallerId)
                RETURNING {Permission.Columns}
                """, new { command.ItemId, command.PermissionId, all }, ct);
            return new(revoked ?? throw (all ? Problems.NotFound : Problems.Forbidden)); // whether there is one is for admins to know
        }
    }
}
