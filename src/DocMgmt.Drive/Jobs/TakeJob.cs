using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Takes the next job of a user: one that waits, or one whose node died. Who has the fewest under way comes first.</summary>
internal static class TakeJob
{
    /// <param name="Kinds">Those that this node can carry out.</param>
    public sealed record Command(IReadOnlyList<string> Kinds) : ICommand<UserJob?>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, UserJob?>
    {
        public Task<UserJob?> Handle(Command command, CancellationToken ct) => db.SingleOrDefaultAsync<UserJob>($"""
            UPDATE jobs SET state = 'running', started_at = COALESCE(started_at, @Now), beaten_at = @Now, attempt = attempt + 1
            WHERE id = (
                SELECT j.id
                FROM jobs j
                WHERE NOT j.maintenance AND j.finished_at IS NULL AND (j.state = 'queued' OR j.beaten_at < @Now - {Job.Silence}) AND j.kind = ANY (@Kinds)
                ORDER BY (SELECT count(*) FROM jobs r WHERE r.user_id = j.user_id AND NOT r.maintenance AND r.state = 'running' AND r.finished_at IS NULL), j.id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            RETURNING id, kind, user_id, session_id, CAST(origin AS text) AS origin, CAST(arguments AS text) AS arguments, attempt, total
            """, new { Kinds = command.Kinds.ToArray() }, ct);
    }
}
