using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Says that a job is still being run, and how far it is.</summary>
internal static class BeatJob
{
    /// <summary>Answers whether it is to go on: not when somebody cancelled it, nor when this node was taken for dead meanwhile.</summary>
    public sealed record Command(long Id, int Attempt, JobProgress Progress) : ICommand<bool>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, bool>
    {
        public Task<bool> Handle(Command command, CancellationToken ct) => db.SingleOrDefaultAsync<bool>("""
            UPDATE jobs SET beaten_at = @Now, done = @Done, total = @Total, counts = @Counts, errors = @Errors
            WHERE id = @Id AND attempt = @Attempt AND state = 'running'
            RETURNING cancel_requested_at IS NULL
            """, new { command.Id, command.Attempt, command.Progress.Done, command.Progress.Total, command.Progress.Counts, command.Progress.Errors }, ct);
    }
}
