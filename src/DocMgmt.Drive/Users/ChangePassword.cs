using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Gives the caller another password and ends their other sign-ins. The old one was checked before: answers false when it is
/// another one by now.</summary>
internal static class ChangePassword
{
    public sealed record Command(string OldHash, string PasswordHash) : ICommand<bool>, IAudited<bool>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry? Audit(bool done) => done ? new("update", null, new { password = true }) : null;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command command, CancellationToken ct)
        {
            var changed = await db.ExecuteAsync(
                "UPDATE users SET password_hash = @PasswordHash, updated_at = @Now WHERE id = @CallerId AND password_hash = @OldHash", command, ct) > 0;
            if (changed)
                await db.ExecuteAsync("UPDATE sessions SET revoked_at = @Now WHERE user_id = @CallerId AND id <> @CallerSession AND revoked_at IS NULL", null, ct);
            return changed;
        }
    }
}
