using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Forgets jobs that ended 30 days ago; the last one of each kind stays, so that one always sees when and how it went.</summary>
internal static class DeleteOldJobs
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM jobs
            WHERE id IN (
                SELECT j.id
                FROM jobs j
                WHERE j.finished_at <= @Until
                    AND EXISTS (SELECT 1 FROM jobs later WHERE later.kind = j.kind AND later.id > j.id AND later.finished_at IS NOT NULL)
                LIMIT @Batch
                FOR UPDATE SKIP LOCKED
            )
            """, new { Until = db.Now - Life, command.Batch }, ct);
    }
}
