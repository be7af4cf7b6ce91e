using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>What refers to a key that is still staged.</summary>
internal enum StagedClaim
{
    /// <summary>Nothing: its upload broke off before the commit.</summary>
    None,

    /// <summary>An upload that may still be completed.</summary>
    Upload,

    /// <summary>A blob: only the staging name is left over.</summary>
    Blob,
}

/// <summary>Asks of many staged keys at once what refers to them.</summary>
internal static class FindStagedClaims
{
    public sealed record Query(string Store, IReadOnlyList<string> Keys) : IQuery<Dictionary<string, StagedClaim>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Dictionary<string, StagedClaim>>
    {
        private sealed record Row(string Key, bool IsBlob);

        // One snapshot: an upload that is being completed is seen either as pending or as a blob.
        public async Task<Dictionary<string, StagedClaim>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<Row>(query, """
                SELECT key, true AS is_blob FROM blobs WHERE store = @Store AND key = ANY (@Keys)
                UNION ALL
                SELECT staged_key, false FROM uploads WHERE staged_key = ANY (@Keys) AND completed_at IS NULL
                """, ct, new { query.Store, Keys = query.Keys.ToArray() });
            return rows.ToDictionary(r => r.Key, r => r.IsBlob ? StagedClaim.Blob : StagedClaim.Upload, StringComparer.Ordinal);
        }
    }
}
