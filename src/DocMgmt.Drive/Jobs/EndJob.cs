using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>
/// Notes how a job went, and forgets what it needed while it ran: its list and its sign-in. What it began to make and did not show is left to be
/// purged, as is what it began to purge. Does nothing when its node was taken for dead meanwhile.
/// </summary>
internal static class EndJob
{
    /// <summary>Answers the roots of what is to be purged.</summary>
    public sealed record Command(long Id, int Attempt, JobState State, JobProgress Progress) : ICommand<IReadOnlyList<long>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, IReadOnlyList<long>>
    {
        public async Task<IReadOnlyList<long>> Handle(Command command, CancellationToken ct)
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
            if (ended == 0) return [];
            var left = await db.ListAsync<long>($"""
                UPDATE items SET job_id = NULL WHERE job_id = @Id AND id = (SELECT made_id FROM job_items WHERE job_id = @Id AND position = 1);
                SELECT i.id
                FROM jobs j
                JOIN job_items l ON l.job_id = j.id AND (l.position = 1 OR l.position > j.position - @Size AND l.position <= j.position)
                JOIN items i ON i.id = l.made_id AND i.purging_at IS NOT NULL AND i.job_id IS NULL
                WHERE j.id = @Id
                """, new { command.Id, Batch.Size }, ct);
            await db.ExecuteAsync($"""
                UPDATE jobs SET errors = errors || CAST({GoesOn} AS text) WHERE id = @Id AND kind = '{PurgeJob.Name}' AND @IsLeft;
                DELETE FROM job_items WHERE job_id = @Id;
                DELETE FROM sessions WHERE id = (SELECT session_id FROM jobs WHERE id = @Id)
                """, new { command.Id, IsLeft = left.Count > 0 }, ct);
            return left;
        }

        private const string GoesOn = "'What this had begun to delete is deleted to its end.'";
    }
}
