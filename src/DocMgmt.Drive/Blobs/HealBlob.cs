using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Gives a blob whose bytes are gone the good copy that an upload just brought: all its versions have their content again. Answers the key that
/// the blob has then; another one when somebody else was faster. Sent by this feature only, never by a head.
/// </summary>
internal static class HealBlob
{
    public sealed record Command(string BadKey, BlobKey GoodKey) : ICommand<string?>, IUnkeyed
    {
        public Access Access => Access.Anyone;
    }

    internal sealed class Handler(Db db, IBlobStore store, BlobRetention retention) : IRequestHandler<Command, string?>
    {
        public async Task<string?> Handle(Command command, CancellationToken ct)
        {
            var args = new
            {
                Key = command.GoodKey.ToString(), KeyLock = BlobReferences.LockOf(command.GoodKey), command.BadKey, Sha256 = command.GoodKey.Hash,
                Store = store.Name, retention.DeletionDelay,
            };
            await db.ExecuteAsync(BlobReferences.LockKey, args, ct);
            return await db.SingleOrDefaultAsync<string>($"""
                WITH healed AS (
                    UPDATE blobs SET key = {BlobReferences.LivingKey}, state = 'healthy', verified_at = @Now, suspected_at = NULL
                    WHERE sha256 = @Sha256 AND key = @BadKey
                    RETURNING store, stored_size
                )
                INSERT INTO blob_deletions (store, key, size, due_at) SELECT store, @BadKey, stored_size, {BlobReferences.DeletionDue} FROM healed {BlobReferences.NotedAgain};
                SELECT key FROM blobs WHERE sha256 = @Sha256
                """, args, ct);
        }
    }
}
