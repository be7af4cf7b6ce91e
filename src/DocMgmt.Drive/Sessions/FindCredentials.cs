using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>What a password is held against. For this service only; no head shows it.</summary>
internal static class FindCredentials
{
    public sealed record Query(string Email) : IQuery<Credentials?>
    {
        public Access Access => Access.Anyone;
    }

    public sealed record Credentials(long Id, string PasswordHash, bool Disabled);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Credentials?>
    {
        // No stored e-mail holds a NUL, and PostgreSQL takes none.
        public Task<Credentials?> Handle(Query query, CancellationToken ct) => query.Email.Contains('\0', StringComparison.Ordinal)
            ? Task.FromResult<Credentials?>(null)
            : db.SingleOrDefaultAsync<Credentials>(
                query, "SELECT id, password_hash, disabled_at IS NOT NULL AS disabled FROM users WHERE email = @Email", ct);
    }
}
