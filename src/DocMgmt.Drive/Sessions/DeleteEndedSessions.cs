using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>Forgets sessions that nobody can come back to, with their refresh tokens.</summary>
public static class DeleteEndedSessions
{
    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        // A revoked session is kept until its time is over: a stolen token that comes back later still finds it revoked.
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= @Now LIMIT @Batch FOR UPDATE SKIP LOCKED)
            """, command, ct);
    }
}
