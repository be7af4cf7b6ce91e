using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>The caller's own account.</summary>
public static class GetMe
{
    public sealed record Query : IQuery<User>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, User>
    {
        public Task<User> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<User>(query, $"""
                {Guard.SignedIn}
                SELECT {Guard.Columns}, {User.Columns}
                FROM target t
                JOIN users u ON u.id = t.id
                JOIN drives d ON d.owner_id = u.id AND d.kind = 'user'
                """, ct);
    }
}
