using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Whether this installation has an administrator yet.</summary>
public static class HasAdministrator
{
    public sealed record Query : IQuery<bool>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, bool>
    {
        public Task<bool> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<bool>(query, "SELECT EXISTS (SELECT 1 FROM users WHERE role = 'administrator')", ct);
    }
}
