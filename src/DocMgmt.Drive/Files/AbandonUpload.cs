using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Gives a pending upload of the caller's own up.</summary>
internal static class AbandonUpload
{
    /// <summary>Answers the key of the bytes that it had received; empty when none.</summary>
    public sealed record Command(long VersionId) : ICommand<string>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, string>
    {
        // An upload that is being completed has its row locked: this waits, and then finds it completed.
        public async Task<string> Handle(Command command, CancellationToken ct) =>
            await db.SingleOrDefaultAsync<string>("""
                DELETE FROM uploads WHERE version_id = @VersionId AND user_id = @CallerId AND completed_at IS NULL RETURNING COALESCE(staged_key, '')
                """, command, ct)
            ?? throw (await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM versions WHERE id = @VersionId AND created_by = @CallerId)", command, ct)
                ? Problems.UploadCompleted
                : Problems.NotFound);
    }
}
