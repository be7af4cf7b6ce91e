using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Trash;

/// <summary>Leaves purges to a job, which deletes exactly what is on its list: written with the request, each thing in the state that it has then.</summary>
internal sealed class PurgeList(Db db, JobQueue jobs, JobTurn turn)
{
    /// <summary>How many things one list takes: what the request that writes it can write down in a few seconds.</summary>
    public const int Most = 200_000;

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

    /// <summary>What is left of one thing whose purge the caller has begun.</summary>
    /// <exception cref="Problem">409 <c>too_many_jobs</c>.</exception>
    public async Task<Job> QueueBegunAsync(Target item, CancellationToken ct)
    {
        var job = await jobs.AddAsync(PurgeJob.Name, new { }, 1, ct);
        await db.ExecuteAsync("INSERT INTO job_items (job_id, position, source_id, type, name) VALUES (@JobId, 1, @Id, @Type, @Name)",
            new { JobId = job.Id, item.Id, item.Type, item.Name }, ct);
        await turn.EndAsync(job.Id, 1, [1], [item.Id], ct);
        return job;
    }
}
