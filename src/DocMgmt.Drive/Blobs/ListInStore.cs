using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Contents that a store has, in the order of their ids.</summary>
internal static class ListInStore
{
    public sealed record Query(string Store, long After, int Batch) : IQuery<IReadOnlyList<StoredBlob>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<StoredBlob>>
    {
        public async Task<IReadOnlyList<StoredBlob>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<StoredBlob>(query, """
            SELECT id, key, stored_size AS size, verified_at FROM blobs WHERE store = @Store AND id > @After ORDER BY id LIMIT @Batch
            """, ct)).Rows;
    }
}
