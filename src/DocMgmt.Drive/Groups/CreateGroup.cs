using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Makes a group. Its maker owns it and is in it, so that what is granted to it counts for them too.</summary>
public static class CreateGroup
{
    public sealed record Command(string Name) : ICommand<Group>, IAudited<Group>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(Group done) => new("create", null, new { group_id = done.Id, name = done.Name });
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Name).NotNull().GroupName();
    }

    internal sealed class Handler(Db db, Caller caller) : IRequestHandler<Command, Group>
    {
        public async Task<Group> Handle(Command command, CancellationToken ct)
        {
            await OwnedGroups.CheckRoomAsync(db, caller.UserId!.Value, ct);
            var name = GroupNames.Normalize(command.Name);
            var id = await db.SingleAsync<long>("""
                WITH made AS (
                    INSERT INTO groups (name, sort_key, owner_id, created_at) VALUES (@Name, @SortKey, @CallerId, @Now) RETURNING id
                )
                INSERT INTO group_members (group_id, user_id, is_manager) SELECT id, @CallerId, true FROM made RETURNING group_id
                """, new { Name = name, SortKey = SortKey.Of(name) }, ct);
            return await db.SingleAsync<Group>(Group.One, new { AccessId = id }, ct);
        }
    }
}
