using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Gives a pending upload of the caller's own up.</summary>
internal static class AbandonUpload
{
    /// <summary>Answers what is left of it.</summary>
    public sealed record Command(long VersionId) : ICommand<Left>
    {
        public Access Access => Access.SignedIn;
    }

    /// <param name="Staged">The bytes that it had received; null when none. They are noted for deletion, since somebody may be completing it at this moment.</param>
    /// <param name="Upload">Says where its client may have sent bytes.</param>
    internal sealed record Left(BlobLocation? Staged, DirectUpload Upload);

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, Left>
    {
        private sealed class Row : DirectUpload
        {
            public string? StagedStore { get; init; }
            public string? StagedKey { get; init; }
        }

        // An upload that is being completed has its row locked: this waits, and then finds it completed.
        public async Task<Left> Handle(Command command, CancellationToken ct)
        {
            var row = await db.SingleOrDefaultAsync<Row>($"""
                DELETE FROM uploads u WHERE u.version_id = @VersionId AND u.user_id = @CallerId AND u.completed_at IS NULL
                RETURNING u.staged_store, u.staged_key, {DirectUpload.Columns}
                """, command, ct)
                ?? throw (await db.SingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM versions WHERE id = @VersionId AND created_by = @CallerId)", command, ct)
                    ? Problems.UploadCompleted
                    : Problems.NotFound);
            if (!BlobLocation.TryParse(row.StagedStore, row.StagedKey, out var staged)) return new(null, row);
            await BlobReferences.CondemnAsync(db, staged, retention, ct);
            return new(staged, row);
        }
    }
}
