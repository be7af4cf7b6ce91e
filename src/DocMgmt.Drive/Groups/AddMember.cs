using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Takes somebody into a group. Who is in it already stays, and becomes a manager or ceases to be one where that is said.</summary>
public static class AddMember
{
    /// <summary>Exactly one of user and e-mail.</summary>
    public sealed record Command(long GroupId, long? UserId, string? Email, bool? IsManager) : ICommand<Member>, ILocking, INamesUser, IAudited<Member>
    {
        public Access Access => Access.ToGroup(GroupId, IsManager == true ? GroupRole.Owner : GroupRole.Manager);
        public Locks Locks => Locks.Group;
        public bool NamesUser => true;
        public AuditEntry? Audit(Member done) => done.IsAsBefore ? null : Membership.Event(GroupId, done.UserId, done.Role);
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.UserId).Must((c, _) => c.UserId is null != c.Email is null).WithMessage("Send one of user_id and email.");
            RuleFor(c => c.Email!).AccountEmail().When(c => c.Email is not null);
        }
    }

    internal sealed class Handler(Db db, Membership membership, NamedUsers users) : IRequestHandler<Command, Member>
    {
        private const int MaxMembers = 10_000;

        public async Task<Member> Handle(Command command, CancellationToken ct)
        {
            var userId = await users.FindAsync(command.UserId, command.Email, ct);
            if (await membership.FindAsync(command.GroupId, userId, ct) is not { } role)
            {
                if (await db.SingleAsync<long>("SELECT count(*) FROM group_members WHERE group_id = @GroupId", new { command.GroupId }, ct) >= MaxMembers) throw Problems.GroupFull;
                return await db.SingleAsync<Member>($"""
                    INSERT INTO group_members (group_id, user_id, is_manager) VALUES (@AccessId, @UserId, @IsManager);
                    {Member.One}
                    """, new { AccessId = command.GroupId, UserId = userId, IsManager = command.IsManager ?? false }, ct);
            }

            return await membership.ChangeAsync(command.GroupId, userId, role, command.IsManager, ct);
        }
    }
}
