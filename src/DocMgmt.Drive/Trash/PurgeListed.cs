using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
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

    /// <param name="Purged">How many it began to purge.</param>
    /// <param name="Skipped">How many were not what was listed any more.</param>
    /// <param name="All">Whether nothing is left of those that it began with.</param>
    public sealed record Done(int Purged, int Skipped, bool All);

    internal sealed class Handler(Db db, Caller caller, Admission admission, JobTurn turn, Purge purge) : IRequestHandler<Command, Done?>
    {
        private sealed record Entry(int Position, long SourceId, string Type, long? Revision);
        private sealed record Thing(long Id, string Name, long Revision, bool IsPurging);
        private sealed record Begun(IReadOnlyList<Thing> Things, bool All, Contents? With = null);

        private static readonly Begun Nothing = new([], true);

        // A folder goes with its drive alone for us, which comes before the job's turn in the lock order.
        public async Task<Done?> Handle(Command command, CancellationToken ct)
        {
            var driveId = admission.Target.DriveId;
            var next = await db.SingleOrDefaultAsync<Entry>(
                "SELECT l.position, l.source_id, l.type, l.revision FROM jobs j JOIN job_items l ON l.job_id = j.id AND l.position = j.position + 1 WHERE j.id = @JobId", command, ct);
            if (next is null) return null;
            var isFolder = next.Type == "folder";
            if (isFolder) await db.ExecuteAsync("SELECT pg_advisory_xact_lock(@DriveId)", new { driveId }, ct);
            if (await turn.TakeAsync(command.JobId, command.Attempt, ct) != next.Position - 1) throw new LocksMissedException();

            var entries = isFolder ? [next] : await db.ListAsync<Entry>(NextFiles, new { command.JobId, From = next.Position, Batch.Size }, ct);
            var begun = await (isFolder ? BeginFolderAsync(next, driveId, ct) : BeginFilesAsync(entries, driveId, ct));
            foreach (var item in begun.Things)
                db.AtCommit(EventRow.Of(new("purge", item.Id, new { name = item.Name, job_id = command.JobId, folders = begun.With?.Folders, files = begun.With?.Files }), caller, driveId, db.Now).Insert());
            var ids = begun.Things.Select(b => b.Id).ToHashSet();
            var purged = entries.Where(e => ids.Contains(e.SourceId)).ToList();
            await turn.EndAsync(command.JobId, entries[^1].Position, [.. purged.Select(e => e.Position)], [.. purged.Select(e => e.SourceId)], ct);
            return new(purged.Count, entries.Count - purged.Count, begun.All);
        }

        private async Task<Begun> BeginFolderAsync(Entry folder, long driveId, CancellationToken ct)
        {
            var things = await UnchangedAsync([folder], locked: false, ct);
            return things.Count > 0 && await purge.BeginAsync(folder.SourceId, ct) is { } with ? new(things, await purge.BatchAsync(folder.SourceId, driveId, ct), with) : Nothing;
        }

        // Who restores one of them has its row: they are looked at when we have them all.
        private async Task<Begun> BeginFilesAsync(IReadOnlyList<Entry> files, long driveId, CancellationToken ct)
        {
            var things = await UnchangedAsync(files, locked: true, ct);
            if (things.Count == 0) return Nothing;
            var ids = things.Select(t => t.Id).ToArray();
            await db.ExecuteAsync($"UPDATE items SET {Purge.Marks} WHERE id = ANY (@Ids)", new { ids }, ct);
            return new(things, await purge.DeleteAsync(ids, driveId, ct));
        }

        // Whatever comes out of the trash has another revision from then on.
        private async Task<IReadOnlyList<Thing>> UnchangedAsync(IReadOnlyList<Entry> entries, bool locked, CancellationToken ct)
        {
            var listed = entries.ToDictionary(e => e.SourceId, e => e.Revision);
            var ids = new { Ids = listed.Keys.ToArray() };
            var things = await (locked ? db.ListAsync<Thing>($"{Things} FOR NO KEY UPDATE", ids, ct) : db.ListAsync<Thing>(Things, ids, ct));
            return [.. things.Where(t => !t.IsPurging && t.Revision == listed[t.Id])];
        }

        // By nothing but their ids, of which the planner knows how few they are.
        private const string Things = """
            SELECT id, name, revision, purging_at IS NOT NULL AS is_purging FROM items WHERE id = ANY (@Ids) ORDER BY id
            """;

        // As many as have versions for one batch, but always the first: what is left of that one goes by itself.
        private const string NextFiles = """
            SELECT n.position, n.source_id, n.type, n.revision
            FROM (
                SELECT l.position, l.source_id, l.type, l.revision, sum(COALESCE(i.version_count, 0)) OVER (ORDER BY l.position) AS versions
                FROM (
                    SELECT * FROM job_items WHERE job_id = @JobId AND position >= @From AND position < @From + @Size
                ) l
                LEFT JOIN items i ON i.id = l.source_id
                WHERE l.type = 'file'
            ) n
            WHERE n.position = @From OR n.versions <= @Size
            ORDER BY n.position
            """;
    }
}
