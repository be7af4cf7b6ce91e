using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Cancels a job: at once while it waits for its turn, else after the batch that it is at. One that is over stays what it is.</summary>
public static class CancelJob
{
    /// <summary>Answers the job as it is then.</summary>
    public sealed record Command(long Id) : ICommand<Job>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Job>
    {
        public Task<Job> Handle(Command command, CancellationToken ct) => db.SingleAsync<Job>($"""
            UPDATE jobs j
            SET cancel_requested_at = COALESCE(j.cancel_requested_at, @Now),
                state = CASE j.state WHEN 'queued' THEN 'cancelled' ELSE j.state END,
                finished_at = CASE j.state WHEN 'queued' THEN @Now ELSE j.finished_at END
            FROM users u
            WHERE j.id = @Id AND u.id = @CallerId AND {GetJob.Visible} AND j.finished_at IS NULL;
            SELECT {Job.Columns} FROM jobs j JOIN users u ON u.id = @CallerId WHERE j.id = @Id AND {GetJob.Visible}
            """, command, ct);
    }
}
