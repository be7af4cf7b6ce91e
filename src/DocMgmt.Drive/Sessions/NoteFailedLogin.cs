using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>Leaves in the audit log that somebody tried a wrong password.</summary>
internal static class NoteFailedLogin
{
    public sealed record Command(string Email, long? UserId) : ICommand<bool>, IAudited<bool>
    {
        private const int MaxLength = 254;

        public Access Access => Access.Anyone;
        public AuditEntry Audit(bool done) =>
            new("login_failed", null, new { email = (Email.Length > MaxLength ? Email[..MaxLength] : Email).Replace("\0", "", StringComparison.Ordinal) }, UserId);
    }

    internal sealed class Handler : IRequestHandler<Command, bool>
    {
        public Task<bool> Handle(Command command, CancellationToken ct) => Task.FromResult(true);
    }
}
