using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>Begins a session for a user whose password was right.</summary>
internal static class OpenSession
{
    public sealed record Command(long UserId, Guid SessionId, byte[] TokenHash) : ICommand<bool>, IAudited<bool>
    {
        public Access Access => Access.Anyone;
        public AuditEntry Audit(bool done) => new("login", null, new { session_id = SessionId }, UserId);
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command command, CancellationToken ct) =>
            await db.ExecuteAsync("""
                INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES (@SessionId, @UserId, @Now, @ExpiresAt);
                INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES (@TokenHash, @SessionId, @Now)
                """, new { command.SessionId, command.UserId, command.TokenHash, ExpiresAt = db.Now + SignIns.Life }, ct) > 0;
    }
}
