using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>
/// Deletes some of what the policies of that moment doom in files of one folder. A file that somebody is busy with is left to the next run.
/// </summary>
internal static class PruneVersions
{
    /// <summary>Answers how many versions it deleted: fewer than the batch at the end.</summary>
    public sealed record Command(long FolderId, long[] ItemIds, int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db, Caller caller) : IRequestHandler<Command, int>
    {
        private sealed record Doomed(long ItemId, long Id, int VersionNumber, long BlobId, long SizeBytes);

        // What is doomed is decided by a statement of its own, after all locks.
        public async Task<int> Handle(Command command, CancellationToken ct)
        {
            if (await db.SingleOrDefaultAsync<long?>("SELECT drive_id FROM folders WHERE id = @FolderId", command, ct) is not { } driveId) return 0;
            if (await LockAsync(command, driveId, ct) is not { Length: > 0 } items) return 0;
            var doomed = await db.ListAsync<Doomed>($"""
                WITH files AS (
                    SELECT i.id, i.current_version_id, r.keep_newest, r.keep_daily_days
                    FROM folders f
                    CROSS JOIN LATERAL ({DoomedVersions.Nearest}) r
                    JOIN items i ON i.id = ANY (@Items)
                    WHERE f.id = @FolderId
                ),
                {DoomedVersions.Doomed}
                SELECT d.item_id, d.id, d.version_number, d.blob_id, d.size_bytes FROM doomed d ORDER BY d.item_id, d.version_number LIMIT @Batch
                """, new { command.FolderId, items, command.Batch }, ct);
            if (doomed.Count > 0) await DeleteAsync(doomed, driveId, ct);
            return doomed.Count;
        }

        /// <summary>The files that are still live and in that folder, locked; none where the folder is not what it was any more.</summary>
        private async Task<long[]> LockAsync(Command command, long driveId, CancellationToken ct)
        {
            await using var results = await db.MultipleAsync($"""
                SELECT pg_advisory_xact_lock_shared(@DriveId);
                SELECT id FROM folders WHERE id = @FolderId AND drive_id = @DriveId AND trash_id IS NULL FOR SHARE;
                SELECT i.id
                FROM items i
                WHERE i.id = ANY (@ItemIds) AND i.parent_id = @FolderId AND {DoomedVersions.Files}
                ORDER BY i.id
                FOR NO KEY UPDATE SKIP LOCKED
                """, new { command.FolderId, command.ItemIds, driveId }, ct);
            await results.ReadAsync(); // the drive's lock
            var folder = await results.ReadSingleOrDefaultAsync<long?>();
            var items = await results.ReadAsync<long>();
            return folder is null ? [] : [.. items];
        }

        // Neither revision nor updated_at: nobody's If-Match shall fail because of the night.
        private async Task DeleteAsync(IReadOnlyList<Doomed> doomed, long driveId, CancellationToken ct)
        {
            var (files, blobs) = (doomed.GroupBy(v => v.ItemId).ToList(), doomed.GroupBy(v => v.BlobId).ToList());
            await db.ExecuteAsync($"""
                UPDATE items SET version_count = version_count - f.count FROM unnest(@Files, @PerFile) AS f (id, count) WHERE items.id = f.id;
                DELETE FROM versions WHERE id = ANY (@Versions);
                {BlobReferences.Release}
                """, new
            {
                Files = files.Select(f => f.Key).ToArray(), PerFile = files.Select(f => f.Count()).ToArray(),
                Versions = doomed.Select(v => v.Id).ToArray(),
                BlobIds = blobs.Select(b => b.Key).ToArray(), Counts = blobs.Select(b => b.LongCount()).ToArray(),
            }, ct);
            foreach (var file in files)
            {
                var what = new { versions = file.Select(v => v.VersionNumber), bytes = file.Sum(v => v.SizeBytes), pruned = true };
                db.AtCommit(EventRow.Of(new("purge", file.Key, what), caller, driveId, db.Now).Insert());
            }

            db.Charge(driveId, -doomed.Sum(v => v.SizeBytes));
        }
    }
}
