using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>
/// Takes one refresh token for another and prolongs the session. Answers null, and commits that, when the token is not good: one that comes a
/// second time was stolen from somebody, so its whole session ends (RFC 9700, section 4.14.2).
/// </summary>
internal static class RefreshSession
{
    public sealed record Command(byte[] TokenHash, byte[] NewTokenHash) : ICommand<Session?>
    {
        public Access Access => Access.Anyone;
    }

    public sealed record Session(Guid SessionId, long UserId);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Session?>
    {
        public async Task<Session?> Handle(Command command, CancellationToken ct)
        {
            var args = new { command.TokenHash, command.NewTokenHash, ExpiresAt = db.Now + SignIns.Life };
            var session = await db.SingleOrDefaultAsync<Session>("""
                WITH used AS (
                    UPDATE refresh_tokens SET used_at = @Now WHERE token_hash = @TokenHash AND used_at IS NULL RETURNING session_id
                ),
                prolonged AS (
                    UPDATE sessions s SET expires_at = @ExpiresAt
                    FROM used, users u
                    WHERE s.id = used.session_id AND u.id = s.user_id AND s.revoked_at IS NULL AND s.expires_at > @Now AND u.disabled_at IS NULL
                    RETURNING s.id, s.user_id
                ),
                fresh AS (
                    INSERT INTO refresh_tokens (token_hash, session_id, created_at) SELECT @NewTokenHash, id, @Now FROM prolonged
                )
                SELECT id AS session_id, user_id FROM prolonged
                """, args, ct);
            if (session is null)
            {
                await db.ExecuteAsync("""
                    UPDATE sessions SET revoked_at = @Now
                    WHERE revoked_at IS NULL AND id IN (SELECT session_id FROM refresh_tokens WHERE token_hash = @TokenHash AND used_at < @Now)
                    """, args, ct);
            }

            return session;
        }
    }
}
