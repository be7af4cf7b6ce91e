using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Gives a pending upload of the caller's own up.</summary>
internal static class AbandonUpload
{
    /// <summary>Answers the bytes that it had received; null when none.</summary>
    public sealed record Command(long VersionId) : ICommand<BlobLocation?>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, BlobLocation?>
    {
        private sealed record Row(string? StagedStore, string? StagedKey);

        // An upload that is being completed has its row locked: this waits, and then finds it completed.
        public async Task<BlobLocation?> Handle(Command command, CancellationToken ct)
        {
            var row = await db.SingleOrDefaultAsync<Row>("""
                DELETE FROM uploads WHERE version_id = @VersionId AND user_id = @CallerId AND completed_at IS NULL RETURNING staged_store, staged_key
                """, command, ct)
                ?? throw (await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM versions WHERE id = @VersionId AND created_by = @CallerId)", command, ct)
                    ? Problems.UploadCompleted
                    : Problems.NotFound);
            return BlobLocation.TryParse(row.StagedStore, row.StagedKey, out var staged) ? staged : null;
        }
    }
}
