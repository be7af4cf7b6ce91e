using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Jobs;

/// <summary>Takes in long work that a command leaves to be done, in the caller's name and with the command's transaction.</summary>
internal sealed class JobQueue(Db db, Caller caller, JobBell bell)
{
    /// <summary>How many jobs of one user may wait or run. A bound on what one user can pile up, not an exact one: two who ask at once may both get through.</summary>
    private const int MostOfOneUser = 20;

    // It ends with the job. Long enough for one that waits behind others.
    private static readonly TimeSpan SessionLife = TimeSpan.FromDays(7);

    /// <param name="arguments">Stored as JSON.</param>
    /// <param name="total">How many things there are to deal with; null: that is not known yet.</param>
    /// <exception cref="Problem">409 <c>too_many_jobs</c>.</exception>
    public async Task<Job> AddAsync(string kind, object arguments, int? total, CancellationToken ct)
    {
        var sessionId = Guid.NewGuid();
        // The lock lets what ends all sessions of the user come before or after, not between.
        var opened = await db.ExecuteAsync("""
            SELECT id FROM users WHERE id = @CallerId FOR NO KEY UPDATE;
            INSERT INTO sessions (id, user_id, created_at, expires_at)
            SELECT @SessionId, s.user_id, @Now, @ExpiresAt FROM sessions s WHERE s.id = @CallerSession AND s.revoked_at IS NULL
            """, new { sessionId, ExpiresAt = db.Now + SessionLife }, ct);
        if (opened == 0) throw Problems.SessionEnded;
        var job = await db.SingleOrDefaultAsync<Job>($"""
            INSERT INTO jobs AS j (kind, maintenance, user_id, session_id, origin, arguments, state, total, created_at)
            SELECT @Kind, false, @CallerId, @SessionId, CAST(@Origin AS jsonb), CAST(@Arguments AS jsonb), 'queued', @Total, @Now
            WHERE (SELECT count(*) FROM jobs WHERE user_id = @CallerId AND NOT maintenance AND finished_at IS NULL) < @MostOfOneUser
            RETURNING {Job.Columns}
            """, new
        {
            kind,
            total,
            sessionId,
            Origin = UserJob.OriginOf(caller),
            Arguments = UserJob.Write(arguments),
            MostOfOneUser,
        }, ct);
        db.AfterCommit(bell.Ring);
        return job ?? throw Problems.TooManyJobs;
    }
}
