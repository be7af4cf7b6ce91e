using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>The tags that an item carries, by name.</summary>
public static class ListItemTags
{
    public sealed record Query(long ItemId) : IQuery<IReadOnlyList<Tag>>
    {
        public Access Access => Access.To(ItemId, Level.Read);
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Tag>>
    {
        public async Task<IReadOnlyList<Tag>> Handle(Query query, CancellationToken ct) =>
            (await db.ListAsync<Tag>(query, $"{Begin} SELECT {Guard.Columns}, {Shown}", ct)).Rows;
    }

    /// <summary>For a command that was admitted to <c>@AccessId</c> and shows its tags.</summary>
    internal const string OfId = $"{Begin} SELECT {Shown}";

    private const string Begin = $"""
        {Guard.Item}, {Guard.Grants},
        seen AS (
            SELECT s.tag_id, count(*) AS usage_count
            FROM ({TagGuard.Sights} AND x.tag_id IN (SELECT y.tag_id FROM target t JOIN item_tags y ON y.item_id = t.id WHERE t.level < 4)) s
            GROUP BY s.tag_id
        )
        """;

    private const string Shown = $"""
        {Tag.Columns}, CASE WHEN t.level = 4 THEN g.usage_count ELSE COALESCE(s.usage_count, 0) END AS usage_count
        FROM target t
        LEFT JOIN item_tags y ON y.item_id = t.id
        LEFT JOIN tags g ON g.id = y.tag_id
        LEFT JOIN seen s ON s.tag_id = g.id
        ORDER BY g.name_key, g.id
        """;
}
