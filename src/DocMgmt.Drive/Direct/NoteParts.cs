using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Direct;

/// <summary>Notes the store's handle of an upload in parts on the pending upload, once.</summary>
internal static class NoteParts
{
    /// <summary>Answers the handle that it has then: another one when somebody else was faster; null when there is no such upload (any more).</summary>
    public sealed record Command(long VersionId, string DirectName, string DirectId) : ICommand<string?>, IUnkeyed
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, string?>
    {
        public Task<string?> Handle(Command command, CancellationToken ct) => db.SingleOrDefaultAsync<string>("""
            UPDATE uploads SET direct_id = COALESCE(direct_id, @DirectId)
            WHERE version_id = @VersionId AND user_id = @CallerId AND direct_name = @DirectName AND completed_at IS NULL
            RETURNING direct_id
            """, command, ct);
    }
}
