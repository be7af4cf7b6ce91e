using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>Changes a grant's level, its end or both.</summary>
public static class ChangePermission
{
    /// <param name="PermissionType">Null: as it is.</param>
    /// <param name="ExpiresAt">Null: it has no end; not looked at unless <paramref name="SetsEnd"/>.</param>
    public sealed record Command(long ItemId, long PermissionId, GrantLevel? PermissionType, bool SetsEnd, DateTimeOffset? ExpiresAt)
        : ICommand<Permission>, ILocking, IAudited<Permission>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder | Locks.Item;
        public AuditEntry Audit(Permission done) => done.Event("permission_grant");
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.PermissionType).IsInEnum();
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Permission>
    {
        public Task<Permission> Handle(Command command, CancellationToken ct) => db.SingleAsync<Permission>($"""
            UPDATE permissions p
            SET level = COALESCE(@Level, p.level), expires_at = CASE WHEN @SetsEnd THEN @ExpiresAt ELSE p.expires_at END
            WHERE p.id = @PermissionId AND p.item_id = @ItemId AND {Permission.Lasts}
            RETURNING {Permission.Columns}
            """, new
        {
            command.ItemId,
            command.PermissionId,
            Level = (int?)command.PermissionType,
            command.SetsEnd,
            ExpiresAt = Permission.End(command.ExpiresAt, db.Now),
        }, ct);
    }
}
