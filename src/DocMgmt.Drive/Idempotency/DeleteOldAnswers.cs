using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Idempotency;

/// <summary>Forgets answers that are not given again any more.</summary>
public static class DeleteOldAnswers
{
    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM idempotency_answers
            WHERE scope IN (SELECT scope FROM idempotency_answers WHERE created_at <= @Until LIMIT @Batch FOR UPDATE SKIP LOCKED)
            """, new { Until = db.Now - StoredAnswers.Life, command.Batch }, ct);
    }
}
