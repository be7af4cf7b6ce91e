using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Gives a group another name, or to another of its members; who owned it stays as a manager. What is null stays.</summary>
public static class UpdateGroup
{
    public sealed record Command(long GroupId, string? Name, long? OwnerId) : ICommand<Group>, ILocking, IAudited<Group>
    {
        public Access Access => Access.ToGroup(GroupId, OwnerId is null ? GroupRole.Manager : GroupRole.Owner);
        public Locks Locks => Locks.Group;
        public AuditEntry Audit(Group done) => new("update", null, new { group_id = GroupId, name = done.Name, old_name = done.OldName, owner_id = done.OwnerId });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Name).GroupName();
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Group>
    {
        public async Task<Group> Handle(Command command, CancellationToken ct)
        {
            if (command.OwnerId is { } owner) await GiveAsync(command.GroupId, owner, ct);
            var name = command.Name is { } given ? GroupNames.Normalize(given) : null;
            var oldName = await db.SingleAsync<string>("SELECT name FROM groups WHERE id = @GroupId", command, ct);
            var done = await db.SingleAsync<Group>($"""
                UPDATE groups SET name = COALESCE(@Name, name), sort_key = COALESCE(@SortKey, sort_key) WHERE id = @AccessId;
                {Group.One}
                """, new { AccessId = command.GroupId, Name = name, SortKey = name is null ? null : SortKey.Of(name) }, ct);
            done.OldName = oldName;
            return done;
        }

        private async Task GiveAsync(long groupId, long ownerId, CancellationToken ct)
        {
            var give = new { GroupId = groupId, OwnerId = ownerId };
            var owns = await db.SingleOrDefaultAsync<bool?>("""
                SELECT g.owner_id = m.user_id
                FROM groups g
                JOIN group_members m ON m.group_id = g.id
                JOIN users u ON u.id = m.user_id
                WHERE g.id = @GroupId AND m.user_id = @OwnerId AND u.disabled_at IS NULL
                """, give, ct) ?? throw Problems.NotAMember;
            if (owns) return;
            await OwnedGroups.CheckRoomAsync(db, ownerId, ct);
            await db.ExecuteAsync("""
                UPDATE group_members SET is_manager = true WHERE group_id = @GroupId AND user_id IN (@OwnerId, @CallerId);
                UPDATE groups SET owner_id = @OwnerId WHERE id = @GroupId
                """, give, ct);
        }
    }
}
