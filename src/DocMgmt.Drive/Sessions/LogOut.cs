using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>Ends the caller's session: its access and refresh tokens are worth nothing with the next request.</summary>
public static class LogOut
{
    public sealed record Command : ICommand<bool>, IAudited<bool>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(bool done) => new("logout", null);
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command command, CancellationToken ct) =>
            await db.ExecuteAsync("UPDATE sessions SET revoked_at = @Now WHERE id = @CallerSession AND revoked_at IS NULL", null, ct) > 0;
    }
}
