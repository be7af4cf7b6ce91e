using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Gives a blob whose bytes are gone the good copy that an upload just brought: all its versions have their content again. Answers where
/// the blob is then; elsewhere when somebody else was faster. Sent by this feature only, never by a head.
/// </summary>
internal static class HealBlob
{
    public sealed record Command(BlobLocation Bad, BlobLocation Good) : ICommand<BlobLocation?>, IUnkeyed
    {
        public Access Access => Access.Anyone;
    }

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, BlobLocation?>
    {
        private sealed record Row(string Store, string Key);

        public async Task<BlobLocation?> Handle(Command command, CancellationToken ct)
        {
            var args = new
            {
                command.Good.Store, Key = command.Good.Key.ToString(), KeyLock = BlobReferences.LockOf(command.Good.Key), Sha256 = command.Good.Key.Hash,
                BadStore = command.Bad.Store, BadKey = command.Bad.Key.ToString(), retention.DeletionDelay,
            };
            await db.ExecuteAsync(BlobReferences.LockKey, args, ct);
            var row = await db.SingleOrDefaultAsync<Row>($"""
                WITH healed AS (
                    UPDATE blobs SET store = @Store, key = {BlobReferences.LivingKey}, state = 'healthy', verified_at = @Now, suspected_at = NULL
                    WHERE sha256 = @Sha256 AND store = @BadStore AND key = @BadKey
                    RETURNING stored_size
                )
                INSERT INTO blob_deletions (store, key, size, due_at) SELECT @BadStore, @BadKey, stored_size, {BlobReferences.DeletionDue} FROM healed {BlobReferences.NotedAgain};
                SELECT store, key FROM blobs WHERE sha256 = @Sha256
                """, args, ct);
            return BlobLocation.TryParse(row?.Store, row?.Key, out var now) ? now : null;
        }
    }
}
