using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Notes how a job went; nothing when its node was taken for dead meanwhile.</summary>
internal static class EndJob
{
    public sealed record Command(long Id, int Attempt, JobState State, JobProgress Progress) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            UPDATE jobs SET state = @State, finished_at = @Now, done = @Done, total = @Total, counts = @Counts, errors = @Errors
            WHERE id = @Id AND attempt = @Attempt AND state = 'running'
            """, new
        {
            command.Id,
            command.Attempt,
            State = command.State.ToString().ToLowerInvariant(),
            command.Progress.Done,
            command.Progress.Total,
            command.Progress.Counts,
            command.Progress.Errors,
        }, ct);
    }
}
