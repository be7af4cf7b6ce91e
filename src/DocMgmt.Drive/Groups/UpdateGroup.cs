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
        public AuditEntry Audit(Group done) => new("update", null, new { group_id = GroupId, name = done.Name, owner_id = done.OwnerId });
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
            return await db.SingleAsync<Group>($"""
                UPDATE groups SET name = COALESCE(@Name, name), sort_key = COALESCE(@SortKey, sort_key) WHERE id = @AccessId;
                {Group.One}
                """, new { AccessId = command.GroupId, Name = name, SortKey = name is null ? null : SortKey.Of(name) }, ct);
        }

        private async Task GiveAsync(long groupId, long ownerId, CancellationToken ct)
        {
            var (group, owner) = (groupId, ownerId);
            if (!await db.SingleAsync<bool>("""
                SELECT EXISTS (
                    SELECT 1 FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = @Group AND m.user_id = @Owner AND u.disabled_at IS NULL
                )
                """, new { group, owner }, ct)) throw Problems.NotAMember;
            if (await db.SingleAsync<bool>("SELECT owner_id = @Owner FROM groups WHERE id = @Group", new { group, owner }, ct)) return;
            await OwnedGroups.CheckRoomAsync(db, ownerId, ct);
            await db.ExecuteAsync("""
                UPDATE group_members SET is_manager = true WHERE group_id = @Group AND user_id IN (@Owner, @CallerId);
                UPDATE groups SET owner_id = @Owner WHERE id = @Group
                """, new { group, owner }, ct);
        }
    }
}
