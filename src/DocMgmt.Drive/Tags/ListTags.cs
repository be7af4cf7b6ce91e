using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>The tags that begin so, the most used first: those of the caller's drive, and those on others' items that the caller may read.</summary>
public static class ListTags
{
    /// <param name="Prefix">Null: all.</param>
    /// <param name="Limit">Null: as many as a list has.</param>
    public sealed record Query(string? Prefix, int? Limit) : IQuery<IReadOnlyList<Tag>>, IAudited<IReadOnlyList<Tag>>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(IReadOnlyList<Tag> done) => AuditEntry.Look(null, new { what = "tags" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Prefix).MaximumLength(TagRules.MaxLength).Must(p => p is null || !(p.Any(char.IsControl) || ItemName.HasLoneSurrogate(p))).WithMessage("No tag begins so.");
            RuleFor(q => q.Limit).InclusiveBetween(1, TagRules.MostListed);
        }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Tag>>
    {
        // The owner's count is kept with the tag, and tells of items that others may know nothing of: for those it is counted, of the tags that begin so.
        public async Task<IReadOnlyList<Tag>> Handle(Query query, CancellationToken ct)
        {
            var prefix = TagRules.PrefixKey(query.Prefix ?? "");
            var (rows, _) = await db.ListAsync<Tag>(query, $"""
                {Guard.SignedIn}, {Guard.Grants},
                others AS (
                    SELECT DISTINCT d.id
                    FROM caller c
                    CROSS JOIN granted p
                    JOIN items i ON i.id = p.item_id
                    JOIN drives d ON d.id = i.drive_id
                    WHERE d.owner_id <> c.id
                ),
                asked AS MATERIALIZED (
                    SELECT g.id, g.name, g.color, g.name_key, g.usage_count
                    FROM others d
                    CROSS JOIN LATERAL (SELECT * FROM tags g WHERE g.drive_id = d.id AND {Begins} OFFSET 0) g
                ),
                {TagGuard.Sights},
                found AS (
                    SELECT {Tag.Columns}, g.name_key, g.usage_count
                    FROM caller c
                    JOIN drives d ON d.owner_id = c.id
                    JOIN tags g ON g.drive_id = d.id
                    WHERE {Begins}
                    UNION ALL
                    SELECT {Tag.Columns}, g.name_key, s.usage_count
                    FROM (SELECT x.tag_id, count(*) AS usage_count FROM sights x GROUP BY x.tag_id) s
                    JOIN asked g ON g.id = s.tag_id
                )
                SELECT {Guard.Columns}, x.id, x.name, x.color, x.usage_count
                FROM target t
                LEFT JOIN (SELECT * FROM found ORDER BY usage_count DESC, name_key, id LIMIT @Limit) x ON true
                ORDER BY x.usage_count DESC, x.name_key, x.id
                """, ct, new { prefix, PrefixEnd = TagRules.PrefixEnd(prefix), Limit = query.Limit ?? TagRules.MostListed });
            return rows;
        }

        // By the index of tag_name_taken, also where the plan was made without the values.
        private const string Begins = "g.name_key >= @Prefix AND g.name_key < @PrefixEnd";
    }
}
