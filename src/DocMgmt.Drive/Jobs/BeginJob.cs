using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>
/// Begins a run of maintenance. Of one kind one runs at a time, which the scheduler sees to: whatever else claims to be running was left by a node that died.
/// </summary>
internal static class BeginJob
{
    /// <param name="Id">Of the run that somebody asked for; null: the schedule did, and whatever waits is done with it.</param>
    public sealed record Command(string Kind, long? Id) : ICommand<Begun?>
    {
        public Access Access => Access.Job;
    }

    /// <summary>Null when there is nothing to run: it was cancelled, or done with a scheduled run.</summary>
    /// <param name="Attempt">Counts the nodes that ran it.</param>
    public sealed record Begun(long Id, bool RunAll, int Attempt);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Begun?>
    {
        public async Task<Begun?> Handle(Command command, CancellationToken ct)
        {
            await db.ExecuteAsync($"""
                UPDATE jobs SET state = 'failed', finished_at = @Now, errors = errors || CAST({Job.NodeDied} AS text)
                WHERE kind = @Kind AND state = 'running' AND id IS DISTINCT FROM @Id
                """, command, ct);
            // One that runs already was left by a node that died: this run goes on with it.
            var begun = await db.SingleOrDefaultAsync<Begun>("""
                UPDATE jobs SET state = 'running', started_at = COALESCE(started_at, @Now), beaten_at = @Now, attempt = attempt + 1
                WHERE id = COALESCE(@Id, (SELECT min(id) FROM jobs WHERE kind = @Kind AND state = 'queued')) AND kind = @Kind AND state IN ('queued', 'running')
                RETURNING id, run_all, attempt
                """, command, ct);
            if (begun is not null || command.Id is not null) return begun;
            return await db.SingleAsync<Begun>("""
                INSERT INTO jobs (kind, maintenance, state, created_at, started_at, beaten_at)
                VALUES (@Kind, true, 'running', @Now, @Now, @Now)
                RETURNING id, run_all, attempt
                """, command, ct);
        }
    }
}
