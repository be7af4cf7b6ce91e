using DocMgmt.Drive.Database;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>The groups that the caller owns, manages or is a member of, by name.</summary>
public static class ListGroups
{
    public sealed record Query(int? Page, int? PageSize, string? Cursor) : IQuery<Paged<Group>>, IAudited<Paged<Group>>, IPaged
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Paged<Group> done) => AuditEntry.Look(null, new { what = "groups" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db, Caller caller) : IRequestHandler<Query, Paged<Group>>
    {
        public async Task<Paged<Group>> Handle(Query query, CancellationToken ct)
        {
            var list = $"{caller.UserId}|groups";
            var window = Window.Of(query, list);
            var (rows, total) = await db.ListAsync<Group>(query, $"""
                {Guard.SignedIn},
                mine AS MATERIALIZED (
                    SELECT g.id, g.sort_key FROM groups g WHERE g.owner_id = @CallerId
                    UNION
                    SELECT g.id, g.sort_key FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = @CallerId
                ),
                wanted AS (
                    SELECT id FROM mine WHERE (sort_key, id) > (@AfterKey, @AfterId) ORDER BY sort_key, id LIMIT @Limit OFFSET @Offset
                ),
                shown AS ({GroupGuard.Judged})
                SELECT c.level AS guard_level, c.type AS guard_type, n.total AS guard_total, {Group.Columns}
                FROM target c
                LEFT JOIN (SELECT count(*) AS total FROM mine) n ON @Count
                LEFT JOIN shown t ON t.level > 0
                ORDER BY t.sort_key, t.id
                """, ct, new { window.AfterKey, window.AfterId, window.Limit, window.Offset, window.Count });
            return window.Page(rows, total, list);
        }
    }
}
