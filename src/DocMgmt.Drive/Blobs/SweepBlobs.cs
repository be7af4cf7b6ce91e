using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Ends contents that nothing has referred to for longer than the grace time: the row goes, its key is noted for deletion. Concurrent sweeps
/// share the work; who refers to such a content meanwhile has its row, which is then left alone, or finds it gone and sends the bytes.
/// </summary>
internal static class SweepBlobs
{
    /// <summary>Answers how many it looked at, fewer than the batch at the end, and how many of them went.</summary>
    public sealed record Command(int Batch) : ICommand<Swept>
    {
        public Access Access => Access.Job;
    }

    /// <param name="Miscounted">Rows that said that nothing refers to them, and versions did: they were set right.</param>
    public sealed record Swept(int Seen, int Ended, int Miscounted);

    internal sealed class Handler(Db db, BlobRetention retention) : IRequestHandler<Command, Swept>
    {
        public async Task<Swept> Handle(Command command, CancellationToken ct)
        {
            var ids = await db.ListAsync<long>("""
                SELECT id FROM blobs WHERE orphaned_at <= @Until ORDER BY orphaned_at LIMIT @Batch FOR UPDATE SKIP LOCKED
                """, new { Until = db.Now - retention.Grace, command.Batch }, ct);
            if (ids.Count == 0) return new(0, 0, 0);

            // Under the rows' locks no reference is made any more, and this snapshot sees those that were. The counts are not believed.
            var args = new { Ids = ids.ToArray(), retention.DeletionDelay };
            var ended = await db.ExecuteAsync($"""
                WITH ended AS (
                    DELETE FROM blobs b
                    WHERE b.id = ANY (@Ids) AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.blob_id = b.id)
                    RETURNING b.store, b.key, b.stored_size
                )
                INSERT INTO blob_deletions (store, key, size, due_at) SELECT store, key, stored_size, {BlobReferences.DeletionDue} FROM ended {BlobReferences.NotedAgain}
                """, args, ct);
            var miscounted = ended == ids.Count ? 0 : await db.ExecuteAsync("""
                UPDATE blobs b SET ref_count = (SELECT count(*) FROM versions v WHERE v.blob_id = b.id), orphaned_at = NULL WHERE b.id = ANY (@Ids)
                """, args, ct);
            return new(ids.Count, ended, miscounted);
        }
    }
}
