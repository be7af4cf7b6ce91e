using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>What is in a folder that is in the trash of the caller's own drive, and went there with it. In the order of names.</summary>
public static class ListTrashedFolder
{
    public sealed record Query(long FolderId, int? Page, int? PageSize, string? Cursor) : IQuery<Paged<TrashedItem>>, IAudited<Paged<TrashedItem>>, IPaged
    {
        public Access Access => Access.ToFolderInTrash(FolderId);
        public AuditEntry Audit(Paged<TrashedItem> done) => AuditEntry.Look(FolderId, new { what = "trash" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller, TrashRetention retention) : IRequestHandler<Query, Paged<TrashedItem>>
    {
        public async Task<Paged<TrashedItem>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|trash|{query.FolderId}";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<TrashedItem>(query, $"""
                {Guard.InTrash}
                SELECT {Guard.CountedColumns}, x.*
                FROM target t
                LEFT JOIN folders f ON f.id = t.id
                LEFT JOIN items r ON r.id = f.trash_id
                LEFT JOIN LATERAL (
                    SELECT count(*) AS total FROM items i WHERE @Count AND {Children}
                ) n ON true
                LEFT JOIN LATERAL (
                    SELECT {ItemView.Own}, i.sort_key, r.trashed_at, r.trashed_by, r.trashed_at + @Kept AS expires_at,
                        {ListTrash.FileBytes} AS total_bytes, CASE i.type WHEN 'file' THEN 1 END AS item_count,
                        4 AS permission_type, {ListTrash.OldPath} AS full_path, i.parent_id
                    FROM (
                        SELECT *
                        FROM items i
                        WHERE {Children} AND (i.sort_key, i.id) > (@AfterKey, @AfterId)
                        ORDER BY i.sort_key, i.id
                        LIMIT @Limit OFFSET @Offset
                    ) i
                    {ItemView.Joins}
                ) x ON true
                WHERE r.id IS NULL OR r.trashed_at > @Now - @Kept -- a file is refused by its type
                ORDER BY x.sort_key, x.id
                """, ct, new { retention.Kept, window.AfterKey, window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }

        private const string Children = "i.parent_id = t.id AND i.trashed_at IS NULL";
    }
}
