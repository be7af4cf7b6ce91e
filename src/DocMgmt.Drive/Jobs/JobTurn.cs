using DocMgmt.Drive.Database;

namespace DocMgmt.Drive.Jobs;

/// <summary>
/// A lock on a user's job, held while a batch of it is dealt with: of two nodes that both take the job for theirs, because one was silent for
/// too long, only the later goes on. In the lock order after folders and before items; nobody who has it waits for a drive, nor for a folder
/// but those below one that it purges, of which nobody else has the lock who would wait for a turn. The job's row
/// stays free meanwhile, for those who tell how far it is and who cancel it.
/// </summary>
internal sealed class JobTurn(Db db)
{
    /// <summary>Answers the position of the last thing that is dealt with.</summary>
    /// <exception cref="JobStoppedException">Another node has the job, or somebody cancelled it.</exception>
    public async Task<int> TakeAsync(long jobId, int attempt, CancellationToken ct)
    {
        var results = await db.MultipleAsync(
            $"{Lock}; SELECT position FROM jobs WHERE id = @JobId AND attempt = @Attempt AND state = 'running' AND cancel_requested_at IS NULL", new { jobId, attempt }, ct);
        await using (results)
        {
            await results.ReadAsync();
            return await results.ReadSingleOrDefaultAsync<int?>() ?? throw new JobStoppedException();
        }
    }

    /// <summary>Takes <c>@JobId</c>; a result of its own. Drives' locks are positive numbers.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(-@JobId)";

    /// <summary>Notes, together with what the batch did, how far the job is and what came of which things.</summary>
    public Task EndAsync(long jobId, int position, int[] positions, long[] made, CancellationToken ct) => db.ExecuteAsync("""
        UPDATE job_items l SET made_id = x.made_id FROM unnest(@Positions, @Made) AS x (position, made_id)
        WHERE l.job_id = @JobId AND l.position = ANY (@Positions) AND l.position = x.position; -- by the index, whatever is known of a list that is new
        UPDATE jobs SET position = @Position WHERE id = @JobId
        """, new { jobId, position, positions, made }, ct);
}

/// <summary>Somebody cancelled the job, or this node was taken for dead and another one has it.</summary>
internal sealed class JobStoppedException() : Exception("This job is cancelled, or another node's.");
