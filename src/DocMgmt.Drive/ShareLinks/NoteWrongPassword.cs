using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Leaves in the audit log that somebody tried a wrong password on a link.</summary>
internal static class NoteWrongPassword
{
    public sealed record Command(long LinkId, long? ItemId) : ICommand<bool>, IAudited<bool>
    {
        public Access Access => Access.Anyone;
        public AuditEntry Audit(bool done) => new("login_failed", ItemId, LinkId: LinkId);
    }

    internal sealed class Handler : IRequestHandler<Command, bool>
    {
        public Task<bool> Handle(Command command, CancellationToken ct) => Task.FromResult(true);
    }
}
