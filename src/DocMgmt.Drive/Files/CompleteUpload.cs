using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Refers to the bytes that an announced upload received: makes its version, under the name that is free by now.</summary>
public static class CompleteUpload
{
    /// <param name="Key">Of the staged bytes, which were published.</param>
    public sealed record Command(long VersionId, BlobKey Key) : ICommand<Completed>, ILocking, IFingerprinted, IAudited<Completed>
    {
        public Access Access => Access.ToUpload(VersionId, Level.Write);
        public Locks Locks => Locks.Upload | Locks.Folder;
        public object Fingerprint => new { VersionId };
        public AuditEntry? Audit(Completed done) => done.File is { } file ? UploadAudit.Of(file) : null;
    }

    /// <param name="Version">Null when somebody else completed meanwhile: look again.</param>
    /// <param name="StoredKey">Where the store has the content; empty when this command referred to none.</param>
    public sealed record Completed(FileVersion? Version, string StoredKey)
    {
        internal UploadedFile? File { get; init; }
    }

    internal sealed class Handler(Db db, VersionWriter versions) : IRequestHandler<Command, Completed>
    {
        private sealed class Upload
        {
            public long ItemId { get; init; }
            public string ItemName { get; init; } = "";
            public long SizeBytes { get; init; }
            public string OnConflict { get; init; } = "";
            public string? StagedKey { get; init; }
            public string? StagedMime { get; init; }
            public DateTime? CompletedAt { get; init; }
            public string? StoredKey { get; init; }
        }

        public async Task<Completed> Handle(Command command, CancellationToken ct)
        {
            // Under the row's lock, which the pipeline took.
            var upload = await db.SingleAsync<Upload>("""
                SELECT u.item_id, u.item_name, u.size_bytes, u.on_conflict, u.staged_key, u.staged_mime, u.completed_at, b.key AS stored_key
                FROM uploads u
                LEFT JOIN versions v ON v.id = u.version_id
                LEFT JOIN blobs b ON b.id = v.blob_id
                WHERE u.version_id = @VersionId
                """, command, ct);
            // Completed by somebody else: perhaps with these very bytes, which are then to stay.
            if (upload.CompletedAt is not null) return new(null, upload.StoredKey ?? "");
            if (upload.StagedKey != command.Key.ToString()) throw new StagedBytesReplacedException();

            var file = await versions.WriteAsync(
                new(upload.ItemName, upload.StagedMime!, command.Key.Hash, upload.SizeBytes, Enum.Parse<OnConflict>(upload.OnConflict, ignoreCase: true),
                    command.Key, upload.ItemId, command.VersionId), ct);
            var version = await db.SingleAsync<FileVersion>($"""
                UPDATE uploads SET completed_at = @Now WHERE version_id = @VersionId;
                SELECT {FileVersion.Columns} FROM versions v JOIN items i ON i.id = v.item_id JOIN blobs b ON b.id = v.blob_id WHERE v.id = @VersionId
                """, command, ct);
            return new(version, file.StoredKey) { File = file };
        }
    }
}

/// <summary>Other bytes were PUT since the ones that were to be completed. Thrown, and not answered, so that no Idempotency-Key keeps it.</summary>
internal sealed class StagedBytesReplacedException() : Exception("Other bytes were PUT meanwhile.");
