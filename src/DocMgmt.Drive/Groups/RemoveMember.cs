using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Takes somebody out of a group: oneself, or whoever has a role below one's own. The next request knows it.</summary>
public static class RemoveMember
{
    /// <summary>Answers what the user was in the group.</summary>
    public sealed record Command(long GroupId, long UserId) : ICommand<GroupRole>, ILocking, IAudited<GroupRole>
    {
        public Access Access => Access.ToGroup(GroupId, GroupRole.Member);
        public Locks Locks => Locks.Group;
        public AuditEntry Audit(GroupRole done) => new("update", null, new { group_id = GroupId, user_id = UserId, role = (string?)null, old_role = done.ToString().ToLowerInvariant() });
    }

    internal sealed class Handler(Membership membership) : IRequestHandler<Command, GroupRole>
    {
        public async Task<GroupRole> Handle(Command command, CancellationToken ct)
        {
            var role = await membership.FindAsync(command.GroupId, command.UserId, ct) ?? throw Problems.NotFound;
            await membership.EndAsync(command.GroupId, command.UserId, role, ct);
            return role;
        }
    }
}
