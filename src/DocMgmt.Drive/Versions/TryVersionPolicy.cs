using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>
/// What the next run of the pruning would delete in a folder and below if this were its policy; changes nothing. Policies of folders below hold
/// for what is below them, and what they doom is told too. It reads the folder's own subtree and nothing beside it.
/// </summary>
public static class TryVersionPolicy
{
    private const int MostExamples = 100;

    /// <summary>Without both rules: the policy in effect.</summary>
    public sealed record Query(long ItemId, int? KeepNewest, int? KeepDailyDays) : IQuery<DryRun>, IAudited<DryRun>, IKeeping
    {
        public Access Access => Access.ToFolder(ItemId, Level.Admin);
        public AuditEntry Audit(DryRun done) => AuditEntry.Look(ItemId, new { what = "version_policy" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new KeepingValidator());
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, DryRun>
    {
        private sealed class Row
        {
            public long Files { get; init; }
            public long Versions { get; init; }
            public long Bytes { get; init; }
            public DateTime AsOf { get; init; }
            public int? KeepNewest { get; init; }
            public int? KeepDailyDays { get; init; }
            public long? ItemId { get; init; }
            public string ItemName { get; init; } = "";
            public long VersionId { get; init; }
            public int VersionNumber { get; init; }
            public long SizeBytes { get; init; }
            public DateTime CreatedAt { get; init; }
        }

        public async Task<DryRun> Handle(Query query, CancellationToken ct)
        {
            var (rows, _) = await db.ListAsync<Row>(query, $"""
                {Guard.Folder},
                below AS MATERIALIZED (
                    SELECT f.id, r.keep_newest, r.keep_daily_days
                    FROM target t
                    CROSS JOIN LATERAL (
                        SELECT x.id, x.path FROM folders x WHERE x.path >= t.path AND x.path < left(t.path, -1) || '0' AND x.trash_id IS NULL OFFSET 0
                    ) f
                    CROSS JOIN LATERAL ({DoomedVersions.NearestSupposed}) r
                    WHERE t.level >= @AccessLevel AND t.type = 'folder'
                ),
                files AS (
                    SELECT c.id, c.current_version_id, f.keep_newest, f.keep_daily_days
                    FROM below f
                    CROSS JOIN LATERAL (SELECT i.id, i.current_version_id FROM items i WHERE i.parent_id = f.id AND {DoomedVersions.Files} OFFSET 0) c
                ),
                {DoomedVersions.Doomed}
                SELECT {Guard.Columns}, n.*, CAST(@Now AS timestamptz) AS as_of, e.keep_newest, e.keep_daily_days, x.*
                FROM target t
                CROSS JOIN (
                    SELECT count(DISTINCT d.item_id) AS files, count(*) AS versions, COALESCE(CAST(sum(d.size_bytes) AS bigint), 0) AS bytes
                    FROM doomed d
                ) n
                LEFT JOIN below e ON e.id = t.id
                LEFT JOIN (
                    SELECT d.item_id, i.name AS item_name, d.id AS version_id, d.version_number, d.size_bytes, d.created_at
                    FROM (SELECT * FROM doomed ORDER BY item_id, version_number LIMIT @MostExamples) d
                    JOIN items i ON i.id = d.item_id
                ) x ON true
                ORDER BY x.item_id, x.version_number
                """, ct, new
            {
                query.KeepNewest, query.KeepDailyDays, Supposed = query.KeepNewest is not null || query.KeepDailyDays is not null, MostExamples,
            });
            var first = rows[0];
            var examples = rows.Where(r => r.ItemId is not null)
                .Select(r => new DoomedVersion(r.ItemId!.Value, r.ItemName, r.VersionId, r.VersionNumber, r.SizeBytes, r.CreatedAt));
            return new(first.KeepNewest, first.KeepDailyDays, first.AsOf, first.Files, first.Versions, first.Bytes, [.. examples]);
        }
    }
}
