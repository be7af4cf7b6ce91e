using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>Gives a user or a group a level on an item and on all below it. A grant that they have on it already is changed.</summary>
public static class GrantPermission
{
    /// <summary>Exactly one of user, group and e-mail.</summary>
    public sealed record Command(long ItemId, long? UserId, long? GroupId, string? Email, GrantLevel PermissionType, DateTimeOffset? ExpiresAt)
        : ICommand<Permission>, ILocking, INamesUser, IAudited<Permission>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public Locks Locks => Locks.Folder | Locks.Item;
        public bool NamesUser => GroupId is null;
        public AuditEntry Audit(Permission done) => done.Event("permission_grant");
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.UserId).Must((c, _) => new object?[] { c.UserId, c.GroupId, c.Email }.Count(grantee => grantee is not null) == 1)
                .WithMessage("Send one of user_id, group_id and email.");
            RuleFor(c => c.Email!).AccountEmail().When(c => c.Email is not null);
            RuleFor(c => c.PermissionType).IsInEnum();
        }
    }

    internal sealed class Handler(Db db, Admission admission, OwnEnd own, NamedUsers users) : IRequestHandler<Command, Permission>
    {
        public async Task<Permission> Handle(Command command, CancellationToken ct)
        {
            if (admission.Target.ParentId is null) throw Problems.RootNotShared;
            var expiresAt = Permission.End(command.ExpiresAt, db.Now);
            await own.JudgeAsync(expiresAt, ct);
            if (command.GroupId is not null) await CheckGroupAsync(command, ct);
            var userId = command.GroupId is null ? await users.FindAsync(command.UserId, command.Email, ct) : (long?)null;
            if (userId == admission.Target.OwnerId) throw Problems.GranteeIsOwner;

            var grant = new { command.ItemId, UserId = userId, command.GroupId, Level = (int)command.PermissionType, expiresAt };
            return userId is null
                ? await db.SingleAsync<Permission>($"{Forget}; {Insert} ON CONFLICT ON CONSTRAINT permission_of_group {Change}", grant, ct)
                : await db.SingleAsync<Permission>($"{Forget}; {Insert} ON CONFLICT ON CONSTRAINT permission_of_user {Change}", grant, ct);
        }

        private const string Forget = $"""
            DELETE FROM permissions p WHERE p.item_id = @ItemId AND (p.user_id = @UserId OR p.group_id = @GroupId) AND NOT {Permission.Lasts}
            """;

        private const string Insert = """
            INSERT INTO permissions AS p (item_id, user_id, group_id, level, expires_at, granted_by, created_at)
            VALUES (@ItemId, @UserId, @GroupId, @Level, @ExpiresAt, @CallerId, @Now)
            """;

        private const string Change = $"DO UPDATE SET level = excluded.level, expires_at = excluded.expires_at RETURNING {Permission.ChangedColumns}";

        private async Task CheckGroupAsync(Command command, CancellationToken ct)
        {
            if (!await db.SingleAsync<bool>("""
                SELECT EXISTS (SELECT 1 FROM groups WHERE id = @GroupId AND owner_id = @CallerId)
                    OR EXISTS (SELECT 1 FROM group_members WHERE group_id = @GroupId AND user_id = @CallerId)
                """, new { command.GroupId }, ct)) throw Problems.GroupUnknown;
        }
    }
}
