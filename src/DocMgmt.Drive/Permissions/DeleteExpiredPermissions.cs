using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Permissions;

/// <summary>Forgets permissions that expired.</summary>
internal static class DeleteExpiredPermissions
{
    /// <summary>Answers how many it forgot: fewer than the batch at the end.</summary>
    public sealed record Command(int Batch) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM permissions WHERE id IN (SELECT id FROM permissions WHERE expires_at <= @Now LIMIT @Batch FOR UPDATE SKIP LOCKED)
            """, command, ct);
    }
}
