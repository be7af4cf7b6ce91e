using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>
/// Notes how a job went, and forgets what it needed while it ran: its list and its sign-in. What it began to make and did not show is left to be
/// purged. Does nothing when its node was taken for dead meanwhile.
/// </summary>
internal static class EndJob
{
    /// <summary>Answers the root of what is to be purged; null: there is nothing.</summary>
    public sealed record Command(long Id, int Attempt, JobState State, JobProgress Progress) : ICommand<long?>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, long?>
    {
        public async Task<long?> Handle(Command command, CancellationToken ct)
        {
            // After whoever still has a batch of it, on a node that was taken for dead.
            var ended = await db.ExecuteAsync($"""
                {JobTurn.Lock};
                UPDATE jobs SET state = CASE WHEN item_id IS NULL THEN @State ELSE 'succeeded' END, -- what it made is whole
                     finished_at = @Now, done = @Done, total = @Total, counts = @Counts, errors = @Errors
                WHERE id = @Id AND attempt = @Attempt AND state = 'running'
                """, new
            {
                command.Id,
                JobId = command.Id,
                command.Attempt,
                State = command.State.ToString().ToLowerInvariant(),
                command.Progress.Done,
                command.Progress.Total,
                command.Progress.Counts,
                command.Progress.Errors,
            }, ct);
            return ended == 0 ? null : await db.SingleOrDefaultAsync<long?>("""
                UPDATE items SET job_id = NULL WHERE job_id = @Id AND id = (SELECT made_id FROM job_items WHERE job_id = @Id AND position = 1) RETURNING id;
                DELETE FROM job_items WHERE job_id = @Id;
                DELETE FROM sessions WHERE id = (SELECT session_id FROM jobs WHERE id = @Id)
                """, command, ct);
        }
    }
}
