using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>An administrator changes an account; what is null stays. Disabling it, or a new password, ends its sign-ins at once.</summary>
public static class UpdateUser
{
    public sealed record Command(long UserId, string? DisplayName, Role? Role, bool? Disabled, long? StorageQuotaBytes, string? PasswordHash)
        : ICommand<User>, ILocking, IFingerprinted, IAudited<User>
    {
        /// <inheritdoc cref="NewAccount.Password"/>
        internal string? Password { get; init; }

        public Access Access => Access.Administrator;
        public Locks Locks => Locks.Administrators;
        public object Fingerprint => new { UserId, DisplayName, Role, Disabled, StorageQuotaBytes, Password };
        public AuditEntry Audit(User done) => new("update", null, new
        {
            user_id = UserId, password = PasswordHash is not null,
            display_name = DisplayName, old_display_name = DisplayName is null ? null : done.Before?.DisplayName,
            role = Role?.ToString().ToLowerInvariant(), old_role = Role is null ? null : done.Before?.Role.ToString().ToLowerInvariant(),
            disabled = Disabled, old_disabled = Disabled is null ? null : done.Before?.Disabled,
            storage_quota_bytes = StorageQuotaBytes, old_storage_quota_bytes = StorageQuotaBytes is null ? null : done.Before?.StorageQuotaBytes,
        });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.DisplayName).PersonName();
            RuleFor(c => c.Role).IsInEnum();
            RuleFor(c => c.StorageQuotaBytes).GreaterThanOrEqualTo(0);
        }
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, User>
    {
        public async Task<User> Handle(Command command, CancellationToken ct)
        {
            var before = await db.SingleAsync<User>($"SELECT {User.Columns} {User.From} WHERE u.id = @UserId", command, ct);
            var user = await db.SingleAsync<User>($"""
                UPDATE users
                SET display_name = COALESCE(@DisplayName, display_name),
                    role = COALESCE(@Role, role),
                    password_hash = COALESCE(@PasswordHash, password_hash),
                    disabled_at = CASE CAST(@Disabled AS boolean) WHEN true THEN COALESCE(disabled_at, @Now) WHEN false THEN NULL ELSE disabled_at END,
                    updated_at = @Now
                WHERE id = @UserId;
                UPDATE sessions SET revoked_at = @Now
                WHERE user_id = @UserId AND revoked_at IS NULL AND (COALESCE(@Disabled, false) OR @PasswordHash IS NOT NULL);
                UPDATE drives SET quota_bytes = COALESCE(@StorageQuotaBytes, quota_bytes) WHERE owner_id = @UserId AND kind = 'user';
                SELECT {User.Columns} {User.From} WHERE u.id = @UserId
                """, new
            {
                command.UserId,
                command.DisplayName,
                Role = command.Role?.ToString().ToLowerInvariant(),
                command.Disabled,
                command.StorageQuotaBytes,
                command.PasswordHash,
            }, ct);
            user.Before = before;
            return await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE role = 'administrator' AND disabled_at IS NULL)", null, ct)
                ? user
                : throw Problems.LastAdministrator;
        }
    }
}
