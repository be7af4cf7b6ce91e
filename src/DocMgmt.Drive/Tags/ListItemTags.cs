using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>The tags that an item carries, by name.</summary>
public static class ListItemTags
{
    public sealed record Query(long ItemId) : IQuery<IReadOnlyList<Tag>>, IAudited<IReadOnlyList<Tag>>
    {
        public Access Access => Access.To(ItemId, Level.Read);
        public AuditEntry Audit(IReadOnlyList<Tag> done) => AuditEntry.Look(ItemId, new { what = "tags" });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Tag>>
    {
        public async Task<IReadOnlyList<Tag>> Handle(Query query, CancellationToken ct) =>
            (await db.ListAsync<Tag>(query, $"{Begin} SELECT {Guard.Columns}, {Shown} {Order}", ct)).Rows;
    }

    /// <summary>For a command that was admitted to <c>@AccessId</c> and shows its tags.</summary>
    internal const string OfId = $"{Begin} SELECT {Shown} WHERE g.id IS NOT NULL {Order}";

    private const string Begin = $"""
        {Guard.Item},
        place AS (SELECT t.drive_id FROM target t WHERE t.level BETWEEN 1 AND 3),
        asked AS (SELECT g.id, g.usage_count FROM target t JOIN item_tags y ON y.item_id = t.id JOIN tags g ON g.id = y.tag_id WHERE t.level BETWEEN 1 AND 3),
        {TagGuard.Grants},
        {TagGuard.Sights},
        seen AS (SELECT s.tag_id, count(*) AS usage_count FROM sights s GROUP BY s.tag_id)
        """;

    private const string Shown = $"""
        {Tag.Columns}, CASE WHEN t.level = 4 THEN g.usage_count ELSE COALESCE(s.usage_count, 0) END AS usage_count
        FROM target t
        LEFT JOIN item_tags y ON y.item_id = t.id
        LEFT JOIN tags g ON g.id = y.tag_id
        LEFT JOIN seen s ON s.tag_id = g.id
        """;

    private const string Order = "ORDER BY g.name_key, g.id";
}
