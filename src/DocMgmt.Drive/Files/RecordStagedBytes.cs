using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Notes on a pending upload which staged bytes are its own; completing freezes the ones noted last.</summary>
public static class RecordStagedBytes
{
    /// <summary>Answers the key of the bytes that these replace, which nothing refers to any more; null when they are the first.</summary>
    public sealed record Command(long VersionId, BlobKey Key, string MimeType) : ICommand<string?>
    {
        public Access Access => Access.SignedUrl;
    }

    internal sealed class Handler(Db db, IBlobStore store) : IRequestHandler<Command, string?>
    {
        private sealed record Upload(string? StagedKey, bool Completed);

        public async Task<string?> Handle(Command command, CancellationToken ct)
        {
            var upload = await db.SingleAsync<Upload>("""
                SELECT staged_key, completed_at IS NOT NULL AS completed FROM uploads WHERE version_id = @VersionId AND expires_at > @Now FOR UPDATE
                """, command, ct);
            if (upload.Completed) throw Problems.UploadCompleted;
            await db.ExecuteAsync($"""
                {BlobReferences.LockKey};
                UPDATE uploads SET staged_key = {BlobReferences.LivingKey}, staged_mime = @MimeType WHERE version_id = @VersionId
                """, new { Store = store.Name, Key = command.Key.ToString(), KeyLock = BlobReferences.LockOf(command.Key), command.MimeType, command.VersionId }, ct);
            return upload.StagedKey;
        }
    }
}
