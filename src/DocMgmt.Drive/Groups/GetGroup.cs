using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>One group, for those who are in it.</summary>
public static class GetGroup
{
    public sealed record Query(long GroupId) : IQuery<Group>, IAudited<Group>
    {
        public Access Access => Access.ToGroup(GroupId, GroupRole.Member);
        public AuditEntry Audit(Group done) => AuditEntry.Look(null, new { what = "group", group_id = GroupId });
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Group>
    {
        public Task<Group> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<Group>(query, $"{GroupGuard.Group} SELECT {Guard.Columns}, {Group.Columns} FROM target t", ct);
    }
}
