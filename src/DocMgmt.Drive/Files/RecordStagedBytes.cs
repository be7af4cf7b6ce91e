using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Notes on a pending upload which staged bytes are its own; completing freezes the ones noted last.</summary>
public static class RecordStagedBytes
{
    /// <summary>Judges the room again, one at a time, since many may have been let in together. Answers the bytes that these replace, which nothing refers to any more; null when they are the first.</summary>
    public sealed record Command(long VersionId, BlobLocation Copy, string MimeType) : ICommand<BlobLocation?>
    {
        public Access Access => Access.SignedUrl;
    }

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, BlobLocation?>
    {
        private sealed record Upload(string? StagedStore, string? StagedKey, bool Completed);

        public async Task<BlobLocation?> Handle(Command command, CancellationToken ct)
        {
            var upload = await db.SingleAsync<Upload>("""
                SELECT staged_store, staged_key, completed_at IS NOT NULL AS completed FROM uploads WHERE version_id = @VersionId AND expires_at > @Now FOR UPDATE
                """, new { command.VersionId }, ct);
            if (upload.Completed) throw Problems.UploadCompleted;
            await db.ExecuteAsync(StagedRoom.Lock, new { command.VersionId }, ct);
            if (!await db.SingleAsync<bool>(StagedRoom.IsEnough, new { command.VersionId }, ct)) throw Problems.QuotaExceeded(null);
            await db.ExecuteAsync($"""
                {BlobReferences.LockKey};
                UPDATE uploads SET staged_store = @Store, staged_key = {BlobReferences.LivingKey}, staged_mime = @MimeType WHERE version_id = @VersionId
                """, new { command.Copy.Store, Key = command.Copy.Key.ToString(), KeyLock = BlobReferences.LockOf(command.Copy.Key), command.MimeType, command.VersionId }, ct);
            if (!BlobLocation.TryParse(upload.StagedStore, upload.StagedKey, out var replaced)) return null;
            await BlobReferences.CondemnAsync(db, replaced, retention, ct);
            return replaced;
        }
    }
}
