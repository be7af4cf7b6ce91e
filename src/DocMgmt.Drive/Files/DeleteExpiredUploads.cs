using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Forgets uploads whose time is over. Bytes that they received are cleared by <see cref="Blobs.StagingSweep"/> afterwards.</summary>
public static class DeleteExpiredUploads
{
    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM uploads WHERE version_id IN (SELECT version_id FROM uploads WHERE expires_at <= @Now LIMIT @Batch FOR UPDATE SKIP LOCKED)
            """, command, ct);
    }
}
