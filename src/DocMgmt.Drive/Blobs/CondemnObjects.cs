using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Enters objects of the store that nothing knows into the list of what is to be deleted, after the usual delay. What something knows by now stays.</summary>
internal static class CondemnObjects
{
    /// <summary>Answers how many it entered.</summary>
    public sealed record Command(string Store, IReadOnlyCollection<string> Keys) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) => db.ExecuteAsync($"""
            INSERT INTO blob_deletions (store, key, due_at)
            SELECT @Store, k.key, {BlobReferences.DeletionDue}
            FROM unnest(CAST(@Keys AS text[])) AS k (key)
            WHERE NOT EXISTS ({FindKnownKeys.Known})
            ON CONFLICT (store, key) DO NOTHING
            """, new { command.Store, Keys = command.Keys.ToArray(), retention.DeletionDelay }, ct);
    }
}
