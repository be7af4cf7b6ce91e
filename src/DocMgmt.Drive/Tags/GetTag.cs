using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Tags;

/// <summary>One tag, for those who see it.</summary>
public static class GetTag
{
    public sealed record Query(long TagId) : IQuery<Tag>, IAudited<Tag>
    {
        public Access Access => Access.ToTag(TagId, Level.Read);
        public AuditEntry Audit(Tag done) => AuditEntry.Look(null, new { what = "tag", tag_id = TagId });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Tag>
    {
        public Task<Tag> Handle(Query query, CancellationToken ct) => db.SingleAsync<Tag>(query, $"""
            {TagGuard.Tag}
            SELECT {Guard.Columns}, {Tag.Columns}, CASE WHEN t.level = 4 THEN g.usage_count ELSE (SELECT count(*) FROM sights) END AS usage_count
            FROM target t
            JOIN tags g ON g.id = @AccessId
            """, ct);
    }
}
