using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>The keys of healthy blobs that were hashed last: those that are the most certain to be there.</summary>
internal static class ListVerifiedKeys
{
    public sealed record Query(string Store, int Limit) : IQuery<IReadOnlyList<string>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<string>(query, """
            SELECT key FROM blobs WHERE store = @Store AND state = 'healthy' ORDER BY verified_at DESC, id DESC LIMIT @Limit
            """, ct)).Rows;
    }
}
