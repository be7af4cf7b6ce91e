using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>The hash of the caller's password. For this service only; no head shows it.</summary>
internal static class FindMyPassword
{
    public sealed record Query : IQuery<string>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, string>
    {
        public Task<string> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<string>(query, $"{Guard.SignedIn} SELECT {Guard.Columns}, u.password_hash FROM target t JOIN users u ON u.id = t.id", ct);
    }
}
