using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>Those of many items that the caller may read.</summary>
public static class GetItems
{
    public sealed record Query(IReadOnlyList<long> ItemIds) : IQuery<IReadOnlyDictionary<long, Item>>
    {
        public Access Access => Access.SignedIn;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyDictionary<long, Item>>
    {
        public async Task<IReadOnlyDictionary<long, Item>> Handle(Query query, CancellationToken ct) => (await db.ListAsync<Item>(query, $"""
            {Guard.SignedIn},
            wanted AS (SELECT DISTINCT unnest(CAST(@Ids AS bigint[])) AS id),
            shown AS ({Guard.Admitted})
            SELECT c.level AS guard_level, c.type AS guard_type, CAST(NULL AS bigint) AS guard_total, {ItemView.TargetColumns}
            FROM target c
            LEFT JOIN shown t ON t.level > 0
            LEFT JOIN items i ON i.id = t.id
            {ItemView.Joins}
            """, ct, new { Ids = query.ItemIds.ToArray() })).Rows.ToDictionary(i => i.Id);
    }
}
