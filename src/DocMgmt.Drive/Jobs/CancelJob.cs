using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Cancels a job: maintenance at once while it waits for its turn, what runs after the batch that it is at. One that is over stays what it is.</summary>
public static class CancelJob
{
    /// <summary>Answers the job as it is then.</summary>
    public sealed record Command(long Id) : ICommand<Job>, IAudited<Job>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry? Audit(Job done) => done.State is JobState.Succeeded or JobState.Failed ? null : new("update", null, new { job_id = Id, kind = done.Kind, cancelled = true });
    }

    internal sealed class Handler(Db db, JobBell bell) : IRequestHandler<Command, Job>
    {
        // A user's job may have begun on another node: whoever takes it next ends it, and clears what it left.
        public Task<Job> Handle(Command command, CancellationToken ct)
        {
            db.AfterCommit(bell.Ring);
            return db.SingleAsync<Job>($"""
                UPDATE jobs j
                SET cancel_requested_at = COALESCE(j.cancel_requested_at, @Now),
                    state = CASE WHEN j.state = 'queued' AND j.maintenance THEN 'cancelled' ELSE j.state END,
                    finished_at = CASE WHEN j.state = 'queued' AND j.maintenance THEN @Now ELSE j.finished_at END
                FROM users u
                WHERE j.id = @Id AND u.id = @CallerId AND {GetJob.Visible} AND j.finished_at IS NULL;
                WITH {Guard.Caller}
                SELECT {Job.Columns}, {Job.ShownItem} FROM jobs j JOIN users u ON u.id = @CallerId WHERE j.id = @Id AND {GetJob.Visible}
                """, command, ct);
        }
    }
}
