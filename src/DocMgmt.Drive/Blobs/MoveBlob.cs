using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Has a content name a copy of it in another store. Who has looked the old one up still finds it for as long as any URL lives that leads there.
/// </summary>
internal static class MoveBlob
{
    /// <summary>Answers whether it did: not when the content is gone, or has another copy by now.</summary>
    public sealed record Command(long Id, BlobLocation From, BlobLocation To) : ICommand<bool>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command command, CancellationToken ct)
        {
            var args = new
            {
                command.Id, FromStore = command.From.Store, FromKey = command.From.Key.ToString(), command.To.Store, Key = command.To.Key.ToString(),
                KeyLock = BlobReferences.LockOf(command.To.Key), retention.DeletionDelay,
            };
            await db.ExecuteAsync(BlobReferences.LockKey, args, ct);
            return await db.ExecuteAsync($"""
                WITH moved AS (
                    UPDATE blobs SET store = @Store, key = {BlobReferences.LivingKey}, verified_at = @Now, suspected_at = NULL
                    WHERE id = @Id AND store = @FromStore AND key = @FromKey AND state = 'healthy'
                    RETURNING stored_size
                )
                INSERT INTO blob_deletions (store, key, size, due_at) SELECT @FromStore, @FromKey, stored_size, {BlobReferences.DeletionDue} FROM moved {BlobReferences.NotedAgain}
                """, args, ct) == 1;
        }
    }
}
