using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Users;

/// <summary>Finds whom a request names (<see cref="INamesUser"/>).</summary>
internal sealed class NamedUsers(Db db)
{
    /// <summary>One of id and e-mail says who.</summary>
    /// <exception cref="Problem">422 <c>user_unknown</c>: there is nobody, or their account is disabled.</exception>
    public async Task<long> FindAsync(long? userId, string? email, CancellationToken ct) => await db.SingleOrDefaultAsync<long?>("""
        SELECT id FROM users WHERE (id = @UserId OR email = @Email) AND disabled_at IS NULL
        """, new { userId, Email = email is null ? null : UserRules.Normalize(email) }, ct) ?? throw Problems.UserUnknown;
}
