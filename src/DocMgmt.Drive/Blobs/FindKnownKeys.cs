using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>Asks of many keys at once which of them are known: to a blob, to what is to be deleted, or to an upload that may still be completed.</summary>
internal static class FindKnownKeys
{
    /// <summary>Whether something knows <c>k.key</c> of <c>@Store</c>. In one statement: bytes pass from one to the other.</summary>
    public const string Known = """
        SELECT 1 FROM blobs b WHERE b.store = @Store AND b.key = k.key
        UNION ALL
        SELECT 1 FROM blob_deletions d WHERE d.store = @Store AND d.key = k.key
        UNION ALL
        SELECT 1 FROM uploads u WHERE u.staged_store = @Store AND u.staged_key = k.key AND u.completed_at IS NULL
        """;

    public sealed record Query(string Store, IReadOnlyCollection<string> Keys) : IQuery<HashSet<string>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, HashSet<string>>
    {
        public async Task<HashSet<string>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<string>(query, $"SELECT k.key FROM unnest(CAST(@Keys AS text[])) AS k (key) WHERE EXISTS ({Known})",
                ct, new { query.Store, Keys = query.Keys.ToArray() });
            return [.. rows];
        }
    }
}
