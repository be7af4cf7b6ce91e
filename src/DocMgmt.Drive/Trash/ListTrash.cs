using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>What was put into the trash of the caller's own drive, the last first.</summary>
public static class ListTrash
{
    public sealed record Query(int? Page, int? PageSize, string? Cursor) : IQuery<Paged<TrashedItem>>, IAudited<Paged<TrashedItem>>, IPaged
    {
        public Access Access => Access.ToFolder(null, Level.Owner);
        public AuditEntry Audit(Paged<TrashedItem> done) => AuditEntry.Look(null, new { what = "trash" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller, TrashRetention retention) : IRequestHandler<Query, Paged<TrashedItem>>
    {
        public async Task<Paged<TrashedItem>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|trash";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<TrashedItem>(query, $"""
                {Guard.Folder}
                SELECT {Guard.CountedColumns}, x.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT count(*) AS total FROM items i WHERE @Count AND i.drive_id = t.drive_id AND {Shown}
                ) n ON true
                LEFT JOIN LATERAL (
                    SELECT {ItemView.Own}, i.trashed_at, i.trashed_by, i.trashed_at + @Kept AS expires_at,
                        to_char(i.trashed_at AT TIME ZONE 'UTC', '{TimeKey}') AS sort_key,
                        COALESCE({FileBytes}, z.total_bytes) AS total_bytes, CASE i.type WHEN 'file' THEN 1 ELSE z.item_count END AS item_count,
                        4 AS permission_type, {OldPath} AS full_path, NULLIF(i.parent_id, t.id) AS parent_id
                    FROM (
                        SELECT *
                        FROM items i
                        WHERE i.drive_id = t.drive_id AND {Shown} AND (@AfterKey = '' OR (i.trashed_at, i.id) < (to_timestamp(@AfterKey, '{TimeKey}TZH'), @AfterId))
                        ORDER BY i.trashed_at DESC, i.id DESC
                        LIMIT @Limit OFFSET @Offset
                    ) i
                    LEFT JOIN folders f ON f.id = i.parent_id
                    LEFT JOIN trash_sizes z ON z.item_id = i.id
                    {ItemView.Joins}
                ) x ON true
                ORDER BY x.trashed_at DESC, x.id DESC
                """, ct, new { retention.Kept, AfterKey = window.AfterKey == "" ? "" : window.AfterKey + "+00", window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }

        private const string TimeKey = "YYYY-MM-DD HH24:MI:SS.US";
    }

    /// <summary>The condition under which the trash of its drive shows item <c>i</c>. Takes <c>@Kept</c>.</summary>
    internal const string Shown = "i.trashed_at > @Now - @Kept AND i.purging_at IS NULL";

    /// <summary>The bytes of all versions of file <c>i</c>; null for a folder.</summary>
    internal const string FileBytes = "CASE i.type WHEN 'file' THEN (SELECT CAST(COALESCE(sum(x.size_bytes), 0) AS bigint) FROM versions x WHERE x.item_id = i.id) END";

    /// <summary>The names that led to item <c>i</c> in folder <c>f</c>. A drive's root has no name. What is below something that lost its folder begins with that.</summary>
    internal const string OldPath = """
        (SELECT string_agg('/' || p.name, '' ORDER BY u.step)
         FROM unnest(CAST(string_to_array(trim(BOTH '/' FROM f.path), '/') AS bigint[]) || i.id) WITH ORDINALITY u (id, step)
         JOIN items p ON p.id = u.id
         WHERE p.parent_id IS NOT NULL OR p.trashed_at IS NOT NULL)
        """;
}
