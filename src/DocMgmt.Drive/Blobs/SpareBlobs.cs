using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Withdraws the deletion of bytes that a blob still names.</summary>
internal static class SpareBlobs
{
    public sealed record Command(long After, int Batch) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var ids = await db.ListAsync<long>("""
                DELETE FROM blob_deletions
                WHERE id IN (
                    SELECT d.id FROM blob_deletions d JOIN blobs b ON b.store = d.store AND b.key = d.key WHERE NOT d.is_place AND d.id > @After ORDER BY d.id LIMIT @Batch
                )
                RETURNING id
                """, command, ct);
            return new(ids.Count, ids.Count == 0 ? null : ids.Max());
        }
    }
}
