using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Trash;

/// <summary>Leaves purges to a job, which deletes exactly what is on its list: written with the request, each thing in the state that it has then.</summary>
internal sealed class PurgeList(Db db, JobQueue jobs, JobTurn turn)
{
    /// <summary>How many things one list takes: what the request that writes it can write down in a few seconds.</summary>
    public const int Most = 200_000;

    /// <summary>How many things are begun in one transaction, which a job then goes on with.</summary>
    public const int MostBegun = 1_000;

    /// <summary>What the caller's trash shows, of more than a list takes the oldest; files first, since those go by the hundred.</summary>
    /// <param name="chosen">Of these only; null: all.</param>
    /// <exception cref="Problem">409 <c>too_many_jobs</c>.</exception>
    public async Task<Job> QueueAsync(Target drive, long[]? chosen, TrashRetention retention, CancellationToken ct)
    {
        var job = await jobs.AddAsync(PurgeJob.Name, new { }, null, ct);
        return await db.SingleAsync<Job>($"""
            WITH listed AS (
                INSERT INTO job_items (job_id, position, source_id, type, name, revision)
                SELECT @Id, row_number() OVER (ORDER BY i.type, i.id), i.id, i.type, i.name, i.revision
                FROM (
                    SELECT i.*
                    FROM items i
                    WHERE i.drive_id = @DriveId AND {ListTrash.Shown} AND (CAST(@Chosen AS bigint[]) IS NULL OR i.id = ANY (@Chosen))
                    ORDER BY i.trashed_at, i.id
                    LIMIT @Most
                ) i
                RETURNING 1
            )
            UPDATE jobs j SET total = (SELECT count(*) FROM listed) WHERE j.id = @Id RETURNING {Job.Columns}
            """, new { job.Id, drive.DriveId, chosen, retention.Kept, Most }, ct);
    }

    /// <summary>What is left of a thing whose purge the caller has begun.</summary>
    /// <exception cref="Problem">409 <c>too_many_jobs</c>.</exception>
    public async Task<Job> QueueBegunAsync(long itemId, CancellationToken ct)
    {
        var job = await OpenAsync(ct);
        await NoteBegunAsync(job, [itemId], ct);
        return job;
    }

    /// <summary>A job whose list is written later in the same transaction.</summary>
    /// <exception cref="Problem">409 <c>too_many_jobs</c>.</exception>
    public Task<Job> OpenAsync(CancellationToken ct) => jobs.AddAsync(PurgeJob.Name, new { }, 1, ct);

    /// <summary>Its list: things whose purge the caller has begun, at most <see cref="MostBegun"/>.</summary>
    public async Task NoteBegunAsync(Job job, IReadOnlyList<long> itemIds, CancellationToken ct)
    {
        var (ids, positions) = (itemIds.ToArray(), Enumerable.Range(1, itemIds.Count).ToArray());
        await db.ExecuteAsync("""
            INSERT INTO job_items (job_id, position, source_id, type, name)
            SELECT @JobId, l.position, i.id, i.type, i.name FROM unnest(@Ids, @Positions) AS l (id, position) JOIN items i ON i.id = l.id;
            UPDATE jobs SET total = cardinality(@Ids) WHERE id = @JobId
            """, new { JobId = job.Id, ids, positions }, ct);
        await turn.EndAsync(job.Id, positions.Length, positions, ids, ct);
    }
}
