using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>One account, for administrators.</summary>
public static class GetUser
{
    public sealed record Query(long UserId) : IQuery<User>, IAudited<User>
    {
        public Access Access => Access.Administrator;
        public AuditEntry Audit(User done) => AuditEntry.Look(null, new { what = "user", user_id = UserId });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, User>
    {
        public Task<User> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<User>(query, $"""
                {Guard.Administrator}
                SELECT {Guard.Columns}, x.* FROM target t LEFT JOIN LATERAL (SELECT {User.Columns} {User.From} WHERE u.id = @UserId) x ON true
                """, ct);
    }
}
