using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>Who is signed in, and until when without another refresh.</summary>
public static class GetSession
{
    public sealed record Query : IQuery<Session>
    {
        public Access Access => Access.SignedIn;
    }

    public sealed class Session
    {
        public Guid SessionId { get; init; }
        public long UserId { get; init; }
        public string Email { get; init; } = "";
        public string DisplayName { get; init; } = "";
        public Role Role { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime ExpiresAt { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Session>
    {
        public Task<Session> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<Session>(query, $"""
                {Guard.SignedIn}
                SELECT {Guard.Columns}, s.id AS session_id, u.id AS user_id, u.email, u.display_name, u.role, s.created_at, s.expires_at
                FROM target t
                JOIN users u ON u.id = t.id
                JOIN sessions s ON s.id = @CallerSession
                """, ct);
    }
}
