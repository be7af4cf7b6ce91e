using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Direct;

/// <summary>Notes on a pending upload that the bytes that its client sent are adopted: from here on it is like one whose bytes came through the service.</summary>
internal static class NoteAdopted
{
    public sealed record Command(long VersionId, string DirectName, BlobLocation Copy, string MimeType) : ICommand<Noted>
    {
        public Access Access => Access.Job;
    }

    /// <param name="IsNoted">False when the upload is gone, completed, or has another place by now.</param>
    /// <param name="Replaced">Other bytes, adopted meanwhile, which nothing refers to.</param>
    public sealed record Noted(bool IsNoted, BlobLocation? Replaced);

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, Noted>
    {
        private sealed record Row(string? StagedStore, string? StagedKey);

        public async Task<Noted> Handle(Command command, CancellationToken ct)
        {
            var args = new
            {
                command.VersionId, command.DirectName, command.MimeType, command.Copy.Store, Key = command.Copy.Key.ToString(), KeyLock = BlobReferences.LockOf(command.Copy.Key),
            };
            if (await db.SingleOrDefaultAsync<Row>("""
                SELECT staged_store, staged_key FROM uploads
                WHERE version_id = @VersionId AND direct_name = @DirectName AND completed_at IS NULL AND expires_at > @Now
                FOR UPDATE
                """, args, ct) is not { } before) return new(false, null);

            await db.ExecuteAsync(BlobReferences.LockKey, args, ct);
            await db.ExecuteAsync($"UPDATE uploads SET staged_store = @Store, staged_key = {BlobReferences.LivingKey}, staged_mime = @MimeType WHERE version_id = @VersionId", args, ct);
            if (!BlobLocation.TryParse(before.StagedStore, before.StagedKey, out var replaced) || replaced == command.Copy) return new(true, null);
            await BlobReferences.CondemnAsync(db, replaced, retention, ct);
            return new(true, replaced);
        }
    }
}
