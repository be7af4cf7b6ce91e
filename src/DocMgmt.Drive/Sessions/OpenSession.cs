using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>Begins a session for a user whose password was right: 401 when it was changed, or the user disabled, since it was checked.</summary>
internal static class OpenSession
{
    public sealed record Command(long UserId, string PasswordHash, Guid SessionId, byte[] TokenHash) : ICommand<bool>, IAudited<bool>
    {
        public Access Access => Access.Anyone;
        public AuditEntry Audit(bool done) => new("login", null, new { session_id = SessionId }, UserId);
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, bool>
    {
        // The lock lets a change of the password, which ends the sessions that there are, come before or after, not between.
        public async Task<bool> Handle(Command command, CancellationToken ct) =>
            await db.ExecuteAsync("""
                WITH holder AS (
                    SELECT id FROM users WHERE id = @UserId AND password_hash = @PasswordHash AND disabled_at IS NULL FOR NO KEY UPDATE
                ),
                session AS (
                    INSERT INTO sessions (id, user_id, created_at, expires_at) SELECT @SessionId, id, @Now, @ExpiresAt FROM holder RETURNING id
                )
                INSERT INTO refresh_tokens (token_hash, session_id, created_at) SELECT @TokenHash, id, @Now FROM session
                """, new { command.SessionId, command.UserId, command.PasswordHash, command.TokenHash, ExpiresAt = db.Now + SignIns.Life }, ct) > 0
                ? true
                : throw Problems.WrongCredentials;
    }
}
