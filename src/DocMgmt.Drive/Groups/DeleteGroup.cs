using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Groups;

/// <summary>Ends a group, and with it what was granted to it.</summary>
public static class DeleteGroup
{
    /// <summary>Answers the name that it had.</summary>
    public sealed record Command(long GroupId) : ICommand<string>, ILocking, IAudited<string>
    {
        public Access Access => Access.ToGroup(GroupId, GroupRole.Owner);
        public Locks Locks => Locks.Group;
        public AuditEntry Audit(string done) => new("delete", null, new { group_id = GroupId, name = done });
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, string>
    {
        // Members and grants go with it, by their foreign keys.
        public Task<string> Handle(Command command, CancellationToken ct) => db.SingleAsync<string>("DELETE FROM groups WHERE id = @GroupId RETURNING name", command, ct);
    }
}
