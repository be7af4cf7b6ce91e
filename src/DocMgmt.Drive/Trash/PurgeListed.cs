using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Purges the next things on a job's list: a batch of files, or one folder, with as much of what is below it as goes into a batch.</summary>
internal static class PurgeListed
{
    /// <summary>Answers null when there is nothing left on the list.</summary>
    public sealed record Command(long JobId, int Attempt) : ICommand<Done?>
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
    }

    /// <param name="Purged">How many it began to purge; some of them it may have left unfinished.</param>
    /// <param name="Skipped">How many were not what was listed any more.</param>
    public sealed record Done(int Purged, int Skipped);

    internal sealed class Handler(Db db, Caller caller, Admission admission, JobTurn turn, Purge purge) : IRequestHandler<Command, Done?>
    {
        private sealed record Entry(int Position, long SourceId, string Type);
        private sealed record Begun(long Id, string Name);

        // A folder goes with its drive alone for us, which comes before the job's turn in the lock order.
        public async Task<Done?> Handle(Command command, CancellationToken ct)
        {
            var driveId = admission.Target.DriveId;
            var next = await db.SingleOrDefaultAsync<Entry>($"{Next} AND l.position = j.position + 1", command, ct);
            if (next is null) return null;
            var isFolder = next.Type == "folder";
            if (isFolder) await db.ExecuteAsync("SELECT pg_advisory_xact_lock(@DriveId)", new { driveId }, ct);
            if (await turn.TakeAsync(command.JobId, command.Attempt, ct) != next.Position - 1) throw new LocksMissedException();

            var entries = isFolder ? [next] : await db.ListAsync<Entry>(
                $"{Next} AND l.position > j.position AND l.type = 'file' ORDER BY l.position LIMIT @Size", new { command.JobId, Batch.Size }, ct);
            var begun = isFolder ? await BeginFolderAsync(next, command.JobId, driveId, ct) : await BeginFilesAsync(entries, command.JobId, driveId, ct);
            foreach (var item in begun)
                db.AtCommit(EventRow.Of(new("purge", item.Id, new { name = item.Name, job_id = command.JobId }), caller, driveId, db.Now).Insert());
            var purged = entries.Where(e => begun.Any(b => b.Id == e.SourceId)).ToList();
            await turn.EndAsync(command.JobId, entries[^1].Position, [.. purged.Select(e => e.Position)], [.. purged.Select(e => e.SourceId)], ct);
            return new(purged.Count, entries.Count - purged.Count);
        }

        private async Task<IReadOnlyList<Begun>> BeginFolderAsync(Entry folder, long jobId, long driveId, CancellationToken ct)
        {
            var begun = await db.ListAsync<Begun>($"SELECT i.id, i.name FROM {Unchanged}", new { jobId, driveId, Ids = new[] { folder.SourceId } }, ct);
            if (begun.Count == 0 || !await purge.BeginAsync(folder.SourceId, ct)) return [];
            await purge.BatchAsync(folder.SourceId, driveId, ct);
            return begun;
        }

        // Who restores one of them has its row: it is looked at again when we get that.
        private async Task<IReadOnlyList<Begun>> BeginFilesAsync(IReadOnlyList<Entry> files, long jobId, long driveId, CancellationToken ct)
        {
            var begun = await db.ListAsync<Begun>($"""
                UPDATE items SET purging_at = @Now, current_version_id = NULL
                WHERE id IN (SELECT i.id FROM {Unchanged} ORDER BY i.id FOR NO KEY UPDATE OF i)
                RETURNING id, name
                """, new { jobId, driveId, Ids = files.Select(f => f.SourceId).ToArray() }, ct);
            if (begun.Count > 0) await purge.DeleteAsync([.. begun.Select(b => b.Id)], driveId, ct);
            return begun;
        }

        private const string Next = "SELECT l.position, l.source_id, l.type FROM jobs j JOIN job_items l ON l.job_id = j.id WHERE j.id = @JobId";

        private const string Unchanged = """
            job_items l JOIN items i ON i.id = l.source_id
            WHERE l.job_id = @JobId AND i.id = ANY (@Ids) AND i.drive_id = @DriveId AND i.revision = l.revision AND i.trashed_at IS NOT NULL AND i.purging_at IS NULL
            """;
    }
}
