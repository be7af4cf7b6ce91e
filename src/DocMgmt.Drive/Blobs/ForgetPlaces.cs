using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Forgets that clients could send to keys that blobs have: the time of their URLs is over.</summary>
internal static class ForgetPlaces
{
    public sealed record Command : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync("""
            DELETE FROM blob_deletions d
            WHERE d.is_place AND d.due_at <= @Now AND EXISTS (SELECT 1 FROM blobs b WHERE b.store = d.store AND b.key = d.key)
            """, command, ct);
    }
}
