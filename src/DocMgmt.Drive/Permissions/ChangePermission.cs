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
        public AuditEntry? Audit(Permission done) => done.IsAsBefore ? null : done.Event("permission_grant");
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.PermissionType).IsInEnum();
    }

    internal sealed class Handler(Db db, OwnEnd own) : IRequestHandler<Command, Permission>
    {
        // Nobody else changes it between the statements: the item's row is locked.
        public async Task<Permission> Handle(Command command, CancellationToken ct)
        {
            var before = await db.SingleAsync<Permission>(
                $"SELECT {Permission.Columns} FROM permissions p WHERE p.id = @PermissionId AND p.item_id = @ItemId AND {Permission.Lasts}", command, ct);
            var level = command.PermissionType ?? before.PermissionType;
            var end = command.SetsEnd ? Permission.End(command.ExpiresAt, db.Now) : before.ExpiresAt;
            var lastsLonger = before.ExpiresAt is { } old && (end is null || end > old);
            if (level > before.PermissionType || lastsLonger) await own.JudgeAsync(end, ct);
            var done = await db.SingleAsync<Permission>(
                $"UPDATE permissions p SET level = @Level, expires_at = @End WHERE p.id = @PermissionId RETURNING {Permission.ChangedColumns}", new { command.PermissionId, Level = (int)level, end }, ct);
            done.IsAsBefore = level == before.PermissionType && end == before.ExpiresAt;
            return done;
        }
    }
}
