using DocMgmt.Drive.Database;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Who is in a group, the oldest account first, for those who are in it too.</summary>
public static class ListMembers
{
    public sealed record Query(long GroupId, int? Page, int? PageSize, string? Cursor) : IQuery<Paged<Member>>, IAudited<Paged<Member>>, IPaged
    {
        public Access Access => Access.ToGroup(GroupId, GroupRole.Member);
        public AuditEntry Audit(Paged<Member> done) => AuditEntry.Look(null, new { what = "members", group_id = GroupId });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Paged<Member>>
    {
        public async Task<Paged<Member>> Handle(Query query, CancellationToken ct)
        {
            var list = $"members of {query.GroupId}";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<Member>(query, $"""
                {GroupGuard.Group}
                SELECT {Guard.CountedColumns}, x.*
                FROM target t
                LEFT JOIN LATERAL (SELECT count(*) AS total FROM group_members m WHERE m.group_id = t.id) n ON @Count
                LEFT JOIN LATERAL (
                    SELECT {Member.Columns}
                    FROM groups g
                    JOIN group_members m ON m.group_id = g.id
                    JOIN users u ON u.id = m.user_id
                    WHERE g.id = t.id AND m.user_id > @AfterId
                    ORDER BY m.user_id
                    LIMIT @Limit OFFSET @Offset
                ) x ON true
                ORDER BY x.user_id
                """, ct, new { window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }
    }
}
