using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Makes a member of a group a manager, or a manager a plain member.</summary>
public static class SetManager
{
    public sealed record Command(long GroupId, long UserId, bool IsManager) : ICommand<Member>, ILocking, IAudited<Member>
    {
        public Access Access => Access.ToGroup(GroupId, GroupRole.Owner);
        public Locks Locks => Locks.Group;
        public AuditEntry? Audit(Member done) => done.IsAsBefore ? null : Membership.Event(GroupId, UserId, done.Role);
    }

    internal sealed class Handler(Membership membership) : IRequestHandler<Command, Member>
    {
        public async Task<Member> Handle(Command command, CancellationToken ct)
        {
            var role = await membership.FindAsync(command.GroupId, command.UserId, ct) ?? throw Problems.NotFound;
            return await membership.ChangeAsync(command.GroupId, command.UserId, role, command.IsManager, ct);
        }
    }
}
