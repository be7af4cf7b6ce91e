using System.Globalization;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Versions;

/// <summary>The versions of a file, the newest first. A folder has none, nor has a file that nothing was uploaded to.</summary>
public static class ListVersions
{
    public sealed record Query(long ItemId, int? Page, int? PageSize, string? Cursor) : IQuery<Paged<FileVersion>>, IAudited<Paged<FileVersion>>, IPaged
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public AuditEntry Audit(Paged<FileVersion> done) => AuditEntry.Look(ItemId, new { what = "versions" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<FileVersion>>
    {
        public async Task<Paged<FileVersion>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|versions|{query.ItemId}";
            var window = Window.Of(query, list);
            if (!int.TryParse(window.AfterKey == "" ? $"{int.MaxValue}" : window.AfterKey, CultureInfo.InvariantCulture, out var before))
                throw Problems.BadCursor;
            var (rows, total) = await db.ListAsync<FileVersion>(query, $"""
                {Guard.Item}
                SELECT {Guard.CountedColumns}, x.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT count(*) AS total FROM versions v WHERE @Count AND v.item_id = t.id
                ) n ON true
                LEFT JOIN LATERAL (
                    SELECT {FileVersion.Columns}
                    FROM items i
                    JOIN versions v ON v.item_id = i.id
                    JOIN blobs b ON b.id = v.blob_id
                    WHERE i.id = t.id AND v.version_number < @Before
                    ORDER BY v.version_number DESC
                    LIMIT @Limit OFFSET @Offset
                ) x ON true
                ORDER BY x.version_number DESC
                """, ct, new { before, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }
    }
}
