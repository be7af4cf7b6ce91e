using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Resumable;

/// <summary>Forgets uploads in several requests whose time is over. Their pieces are cleared by <see cref="PieceSweep"/> afterwards.</summary>
internal static class DeleteExpiredResumables
{
    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM resumable_uploads WHERE id IN (SELECT id FROM resumable_uploads WHERE expires_at <= @Now LIMIT @Batch FOR UPDATE SKIP LOCKED)
            """, command, ct);
    }
}
