using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using Npgsql;

namespace DocMgmt.Drive.Files;

/// <summary>A file's next content, or its first.</summary>
/// <param name="Copy">Where the bytes were published; null: they are to be there already, from another upload.</param>
/// <param name="ItemId">What a new item is to be called; null: the next id. The same for the version.</param>
internal sealed record NewVersion(
    string ItemName, string MimeType, Sha256Hash Sha256, long SizeBytes, OnConflict OnConflict, BlobLocation? Copy = null, long? ItemId = null, long? VersionId = null)
{
    /// <summary>The rule that is broken where the name is taken and that is no case for a version.</summary>
    public string Taken { get; init; } = Problems.ItemNameTaken.Code;
}

/// <summary>
/// Gives a file a version, and makes the file where there is none of that name. In the lock order: the folder (held by the command), the item,
/// the blob, and at the commit the drive's usage.
/// </summary>
internal sealed class VersionWriter(Db db, Admission admission, FreeName free, UploadLimits limits, BlobRetention retention, Caller caller)
{
    /// <summary>The same with content that is there already; null, and nothing done, when it just went away.</summary>
    public async Task<UploadedFile?> TryWriteExistingAsync(NewVersion version, CancellationToken ct)
    {
        await db.ExecuteAsync("SAVEPOINT existing", null, ct);
        try
        {
            return await WriteAsync(version, ct);
        }
        catch (PostgresException e) when (e.ConstraintName == Problems.ContentVanished)
        {
            await db.ExecuteAsync("ROLLBACK TO SAVEPOINT existing", null, ct);
            return null;
        }
    }

    /// <exception cref="Problem">409 <c>item_name_taken</c>, 403 <c>quota_exceeded</c>.</exception>
    public async Task<UploadedFile> WriteAsync(NewVersion version, CancellationToken ct)
    {
        var parent = admission.Target;
        if (version.SizeBytes > parent.AvailableBytes) throw parent.QuotaExceeded();
        var written = version.OnConflict == OnConflict.Rename
            ? await free.FindAsync(parent.Id, version.ItemName, isFolder: false, name => OnceAsync(version with { ItemName = name }, ct), ct, looksFirst: caller.Visit is not null)
            : await OnceAsync(version, ct);
        if (written.VersionNumber == 1) db.Index(written.Id, written.ItemName, written.Description, isNew: written.Created);
        db.Charge(parent.DriveId, version.SizeBytes);
        db.AfterCommit(() => DriveMetrics.Uploaded(written.Deduplicated));
        return written;
    }

    private async Task<UploadedFile> OnceAsync(NewVersion version, CancellationToken ct)
    {
        var parent = admission.Target;
        var args = new
        {
            parent.DriveId,
            ParentId = parent.Id,
            version.ItemId,
            version.VersionId,
            version.ItemName,
            SortKey = SortKey.Of(version.ItemName),
            version.MimeType,
            version.SizeBytes,
            version.Sha256,
            Versioning = version.OnConflict == OnConflict.Version,
            version.Taken,
            version.Copy?.Store,
            limits.Trust,
            retention.DeletionDelay,
            Key = version.Copy?.Key.ToString(),
            KeyLock = version.Copy is { } own ? BlobReferences.LockOf(own.Key) : 0,
        };
        await using var results = version.Copy is null
            ? await db.MultipleAsync($"{Before}; {BlobReferences.AddExisting}; {After}", args, ct)
            : await db.MultipleAsync($"{Before}; {BlobReferences.Add}; {After}", args, ct);
        var readable = await results.ReadSingleAsync<bool>();
        if (version.Copy is not null) await results.ReadAsync(); // the key's lock
        var file = await results.ReadSingleOrDefaultAsync<UploadedFile>();
        Standing.Judge((int?)file?.PermissionType, Level.Write, caller.IsOver); // somebody else's version of it may have been waited for
        file!.Deduplicated = readable;
        return file;
    }

    // The version's id is drawn here, so that the item is written once; the version follows with the id that the item has for it.
    private const string UpsertItem = """
        INSERT INTO items AS i (id, drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, current_version_id, version_count, next_version,
            created_by, created_at, updated_at)
        VALUES (COALESCE((SELECT x.id FROM (SELECT CAST(@ItemId AS bigint) AS id) x WHERE NOT EXISTS (SELECT 1 FROM items o WHERE o.id = x.id)), nextval('items_id_seq')), @DriveId, @ParentId, 'file', @ItemName, @SortKey, @SizeBytes, @MimeType,
            COALESCE(CAST(@VersionId AS bigint), nextval('versions_id_seq')), 1, 2, @CallerId, @Now, @Now)
        ON CONFLICT (parent_id, name) WHERE trashed_at IS NULL DO UPDATE
        SET size_bytes = CASE WHEN @Versioning AND i.type = 'file' THEN excluded.size_bytes ELSE break_rule(@Taken) END,
            mime_type = excluded.mime_type,
            current_version_id = excluded.current_version_id,
            version_count = i.version_count + 1,
            next_version = i.next_version + 1,
            revision = i.revision + 1,
            updated_at = @Now
        """;

    private const string InsertVersion = """
        INSERT INTO versions (id, item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
        SELECT i.current_version_id, i.id, i.drive_id, i.next_version - 1,
            COALESCE((SELECT b.id FROM blobs b WHERE b.sha256 = @Sha256 AND b.size = @SizeBytes AND b.state = 'healthy'), break_rule('content_vanished')),
            @SizeBytes, @MimeType, @CallerId, @Now
        FROM items i
        WHERE i.parent_id = @ParentId AND i.name = @ItemName AND i.trashed_at IS NULL
        """;

    private const string Before = $"{BlobReferences.ReadableByCaller}; {ParentTouch.Sql}; {UpsertItem}";
    private const string After = $"{InsertVersion}; {View}";

    private const string View = $"{Guard.Named} SELECT {ItemView.TargetColumns}, b.store AS stored_in, b.key AS stored_key, b.suspected_at IS NOT NULL AS suspected, v.version_number {ItemView.FromTarget}";
}
