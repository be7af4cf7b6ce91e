using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Files;

/// <summary>The row of an announced upload, read under its lock by what completes it.</summary>
internal sealed class PendingUpload
{
    public const string Select = """
        SELECT CASE WHEN u.draws_item_id THEN u.item_id END AS item_id, u.item_name, u.size_bytes, u.mime_type, u.on_conflict, u.staged_store, u.staged_key, u.staged_mime, u.completed_at
        FROM uploads u
        WHERE u.version_id = @VersionId
        """;

    /// <summary>What a new file is to be called; null: the upload was announced for a file that was there.</summary>
    public long? ItemId { get; init; }
    public string ItemName { get; init; } = "";
    public long SizeBytes { get; init; }
    public string? MimeType { get; init; }
    public string OnConflict { get; init; } = "";
    public string? StagedStore { get; init; }
    public string? StagedKey { get; init; }
    public string? StagedMime { get; init; }
    public DateTime? CompletedAt { get; init; }

    /// <summary>The bytes received last; null when none came yet.</summary>
    public BlobLocation? Staged => BlobLocation.TryParse(StagedStore, StagedKey, out var staged) ? staged : null;

    public OnConflict Conflict => Enum.Parse<OnConflict>(OnConflict, ignoreCase: true);

    /// <summary>Notes that the version is made, and reads it.</summary>
    public static Task<FileVersion> CompleteAsync(Db db, long versionId, CancellationToken ct) => db.SingleAsync<FileVersion>($"""
        UPDATE uploads SET completed_at = @Now WHERE version_id = @VersionId;
        SELECT {FileVersion.Columns} FROM versions v JOIN items i ON i.id = v.item_id JOIN blobs b ON b.id = v.blob_id WHERE v.id = @VersionId
        """, new { versionId }, ct);
}
