using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>Where the contents of many files are, for who is given a URL of each.</summary>
public static class FindContents
{
    public const int Most = 1_000;

    /// <param name="VersionId">Null is the current one.</param>
    public sealed record Wanted(long ItemId, long? VersionId);

    /// <param name="Life">How long the URLs are good.</param>
    /// <param name="Straight">Whether the URL of a content leads to the store: nobody is told when it is fetched, so that it is noted as downloaded now.</param>
    public sealed record Query(IReadOnlyList<Wanted> Files, TimeSpan Life, Func<FindContent.Content, bool> Straight) : IQuery<IReadOnlyList<Found>>, IAuditedEach<IReadOnlyList<Found>>
    {
        public Access Access => Access.SignedIn;

        public IEnumerable<AuditEntry> Audits(IReadOnlyList<Found> done) => done.Where(f => f.Content is not null).Select(f => AuditOf(f.ItemId, f.Content!));

        private AuditEntry AuditOf(long itemId, FindContent.Content content)
        {
            var what = new { what = "url", version_id = content.VersionId, version_number = content.VersionNumber, seconds = (long)Life.TotalSeconds };
            return Straight(content) ? new("download", itemId, what) : AuditEntry.Look(itemId, what);
        }
    }

    /// <param name="Content">Null: <paramref name="Problem"/> says why.</param>
    public sealed record Found(long ItemId, FindContent.Content? Content, Problem? Problem);

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Found>>
    {
        private sealed class Row : ContentRow
        {
            public long ItemId { get; init; }
            public bool Asked { get; init; }
        }

        /// <returns>In the order in which they were asked for.</returns>
        public async Task<IReadOnlyList<Found>> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<Row>(query, $"""
                {Guard.SignedIn},
                admitted AS (WITH wanted AS (SELECT DISTINCT unnest(CAST(@Ids AS bigint[])) AS id) {Guard.Admitted})
                SELECT {Guard.Columns}, q.item_id, q.version_id IS NOT NULL AS asked, {ContentRow.Columns}
                FROM target t
                CROSS JOIN unnest(CAST(@Ids AS bigint[]), CAST(@Versions AS bigint[])) WITH ORDINALITY AS q (item_id, version_id, position)
                LEFT JOIN admitted a ON a.id = q.item_id AND a.level > 0
                LEFT JOIN items i ON i.id = a.id
                LEFT JOIN versions v ON v.item_id = i.id AND v.id = COALESCE(q.version_id, i.current_version_id)
                LEFT JOIN blobs b ON b.id = v.blob_id
                ORDER BY q.position
                """, ct, new { Ids = query.Files.Select(f => f.ItemId).ToArray(), Versions = query.Files.Select(f => f.VersionId).ToArray() });
            return rows.ConvertAll(row => row.Problem(row.Asked) is { } problem ? new Found(row.ItemId, null, problem) : new(row.ItemId, row.Content, null));
        }
    }
}
