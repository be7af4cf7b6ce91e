using DocMgmt.Drive.Database;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>What is directly in a folder, ordered by name. Read by pages or, in constant time at any depth, by cursor.</summary>
public static class ListItems
{
    /// <param name="ParentId">Null is the root of the caller's own drive.</param>
    public sealed record Query(long? ParentId, ItemType? Type, bool? Starred, int? Page, int? PageSize, string? Cursor)
        : IQuery<Paged<ListedItem>>, IPaged
    {
        public Access Access => Access.ToFolder(ParentId, Level.Read);
        internal string List(Caller caller) => $"{caller.UserId}|{ParentId}|{Type}|{Starred}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<ListedItem>>
    {
        public async Task<Paged<ListedItem>> Handle(Query query, CancellationToken ct)
        {
            var window = Window.Of(query, query.List(caller));
            var (rows, total) = await db.ListAsync<ListedItem>(query, $"""
                {Guard.Folder},
                folder AS MATERIALIZED (SELECT t.*, {ItemView.TargetPath} AS shown_path FROM target t)
                SELECT {Guard.CountedColumns}, x.*
                FROM folder t
                LEFT JOIN LATERAL (
                    SELECT count(*) AS total
                    FROM items i
                    WHERE @Count AND {Children}
                ) n ON true
                LEFT JOIN LATERAL (
                    SELECT {ItemView.Own}, i.sort_key,
                        GREATEST(t.level, direct.level) AS permission_type,
                        rtrim(t.shown_path, '/') || '/' || i.name AS full_path,
                        CASE WHEN cardinality(t.chain) >= t.first_visible THEN t.id END AS parent_id
                    FROM (
                        SELECT *
                        FROM items i
                        WHERE {Children} AND (i.sort_key, i.id) > (@AfterKey, @AfterId)
                        ORDER BY i.sort_key, i.id
                        LIMIT @Limit OFFSET @Offset
                    ) i
                    {ItemView.Joins}
                    LEFT JOIN LATERAL (
                        SELECT max(p.level) AS level FROM permissions p CROSS JOIN caller c WHERE t.level < 3 AND p.item_id = i.id AND {Guard.Mine}
                    ) direct ON true
                ) x ON true
                ORDER BY x.sort_key, x.id
                """, ct, new { Type = query.Type?.ToString().ToLowerInvariant(), query.Starred, window.AfterKey, window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, query.List(caller));
        }

        private const string Children = """
            i.parent_id = t.id AND i.trashed_at IS NULL
            AND (CAST(@Type AS text) IS NULL OR i.type = @Type)
            AND (CAST(@Starred AS boolean) IS NULL OR @Starred = EXISTS (SELECT 1 FROM stars s WHERE s.item_id = i.id AND s.user_id = @CallerId))
            """;
    }
}
