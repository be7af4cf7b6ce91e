using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;

namespace DocMgmt.Drive.Copies;

/// <summary>Where a copied folder is.</summary>
/// <param name="Id">Null: nowhere yet, what is below it is hidden.</param>
internal sealed record Spot(long? Id, string Path, int Depth);

/// <summary>A folder's copy while it is written, into folders that nobody else sees before they are committed or shown.</summary>
/// <param name="top">Where the copied folder itself goes.</param>
/// <param name="jobId">Of the job that makes it, hidden until it is whole; null: it is seen once it is committed.</param>
internal sealed class CopiedTree(Db db, long driveId, Spot top, long? jobId)
{
    private readonly Dictionary<int, Spot> folders = [];

    /// <summary>Says where a folder is that was copied before.</summary>
    public void Know(int position, Spot spot) => folders[position] = spot;

    /// <summary>The root of the copy.</summary>
    public long RootId => folders[1].Id!.Value;

    /// <summary>Writes copies of these, whose parents are among them or known: in the lock order items, versions' blobs, and at the commit the drive's use.</summary>
    /// <returns>The copies' ids, in the same order.</returns>
    /// <exception cref="LocksMissedException">A content went away since its version was read.</exception>
    public async Task<long[]> WriteAsync(IReadOnlyList<Original> originals, CancellationToken ct)
    {
        var ids = (await db.ListAsync<long>("SELECT nextval('items_id_seq') FROM generate_series(1, @Count)", new { originals.Count }, ct)).ToArray();
        var contents = originals.Count(o => o.BlobId is not null);
        var versions = new Queue<long>(await db.ListAsync<long>("SELECT nextval('versions_id_seq') FROM generate_series(1, @Contents)", new { contents }, ct));
        var copies = originals.Zip(ids, (o, id) => (Of: o, Id: id, Version: o.BlobId is null ? (long?)null : versions.Dequeue())).ToList();
        foreach (var (original, id, _) in copies.Where(c => c.Of.IsFolder))
        {
            var parent = SpotOf(original.Parent);
            folders[original.Position] = new(id, $"{parent.Path}{id}/", parent.Depth + 1);
        }

        await db.ExecuteAsync(InsertItems, new
        {
            ids,
            driveId,
            jobId,
            Parents = copies.Select(c => SpotOf(c.Of.Parent).Id).ToArray(),
            Types = copies.Select(c => c.Of.Type).ToArray(),
            Names = copies.Select(c => c.Of.Name).ToArray(),
            SortKeys = copies.Select(c => SortKey.Of(c.Of.Name)).ToArray(),
            Descriptions = copies.Select(c => c.Of.Description).ToArray(),
            Sizes = copies.Select(c => c.Of.SizeBytes).ToArray(),
            MimeTypes = copies.Select(c => c.Of.MimeType).ToArray(),
            Versions = copies.Select(c => c.Version).ToArray(),
        }, ct);
        await db.ExecuteAsync(SearchText.InsertMany, SearchText.Many([.. copies.Select(c => (c.Id, c.Of.Name, c.Of.Description))]), ct);
        await InsertFoldersAsync([.. originals.Where(o => o.IsFolder).Select(o => folders[o.Position])], ct);
        await InsertVersionsAsync([.. copies.Where(c => c.Version is not null)], ct);
        return ids;
    }

    private Spot SpotOf(int? parent) => parent is { } position ? folders[position] : top;

    private Task<int> InsertFoldersAsync(Spot[] made, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO folders (id, drive_id, path, depth, trash_id)
        SELECT x.id, @DriveId, x.path, x.depth, @TrashId FROM unnest(@Ids, @Paths, @Depths) AS x (id, path, depth)
        """, new
    {
        driveId,
        Ids = made.Select(f => f.Id!.Value).ToArray(),
        Paths = made.Select(f => f.Path).ToArray(),
        Depths = made.Select(f => f.Depth).ToArray(),
        TrashId = jobId is null ? (long?)null : RootId,
    }, ct);

    private async Task InsertVersionsAsync(IReadOnlyList<(Original Of, long Id, long? Version)> files, CancellationToken ct)
    {
        if (files.Count == 0) return;
        var blobs = files.GroupBy(f => f.Of.BlobId!.Value).ToList();
        var referred = await db.ExecuteAsync(BlobReferences.AddToKnown, new { BlobIds = blobs.Select(b => b.Key).ToArray(), Counts = blobs.Select(b => b.LongCount()).ToArray() }, ct);
        if (referred != blobs.Count) throw new LocksMissedException();
        await db.ExecuteAsync("""
            INSERT INTO versions (id, item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
            SELECT x.id, x.item_id, @DriveId, 1, x.blob_id, x.size_bytes, x.mime_type, @CallerId, @Now
            FROM unnest(@Ids, @Items, @Blobs, @Sizes, @MimeTypes) AS x (id, item_id, blob_id, size_bytes, mime_type)
            """, new
        {
            driveId,
            Ids = files.Select(f => f.Version!.Value).ToArray(),
            Items = files.Select(f => f.Id).ToArray(),
            Blobs = files.Select(f => f.Of.BlobId!.Value).ToArray(),
            Sizes = files.Select(f => f.Of.SizeBytes!.Value).ToArray(),
            MimeTypes = files.Select(f => f.Of.MimeType!).ToArray(),
        }, ct);
        db.Charge(driveId, files.Sum(f => f.Of.SizeBytes!.Value));
    }

    // A hidden root is marked as something that is being purged, so that nothing shows it; its job keeps the purge away.
    private const string InsertItems = """
        INSERT INTO items (id, drive_id, parent_id, type, name, sort_key, description, size_bytes, mime_type, current_version_id, version_count, next_version,
            created_by, created_at, updated_at, trashed_at, trashed_by, purging_at, job_id)
        SELECT x.id, @DriveId, x.parent_id, x.type, x.name, x.sort_key, x.description, x.size_bytes, x.mime_type, x.version_id,
            CASE WHEN x.version_id IS NULL THEN 0 ELSE 1 END, CASE WHEN x.version_id IS NULL THEN 1 ELSE 2 END,
            @CallerId, @Now, @Now, h.at, CASE WHEN h.at IS NOT NULL THEN @CallerId END, h.at, CASE WHEN h.at IS NOT NULL THEN @JobId END
        FROM unnest(@Ids, @Parents, @Types, @Names, @SortKeys, @Descriptions, @Sizes, @MimeTypes, @Versions)
            AS x (id, parent_id, type, name, sort_key, description, size_bytes, mime_type, version_id)
        CROSS JOIN LATERAL (SELECT CASE WHEN x.parent_id IS NULL THEN CAST(@Now AS timestamptz) END AS at) h
        """;
}
