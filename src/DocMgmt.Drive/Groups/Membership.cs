using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Groups;

/// <summary>What may be done about somebody who is in a group, under the lock of its row.</summary>
public sealed class Membership(Db db, Admission admission, Caller caller)
{
    /// <summary>What that user is in that group; null when they are not in it.</summary>
    internal Task<GroupRole?> FindAsync(long groupId, long userId, CancellationToken ct) => db.SingleOrDefaultAsync<GroupRole?>($"""
        SELECT {GroupGuard.Role}
        FROM groups g
        JOIN group_members m ON m.group_id = g.id
        JOIN users u ON u.id = m.user_id
        WHERE g.id = @GroupId AND u.id = @UserId
        """, new { GroupId = groupId, UserId = userId }, ct);

    /// <summary>Makes a member a manager, or a manager a member; null: what they are.</summary>
    /// <exception cref="Problem">403 unless the caller is the owner; 409 <c>group_owner_stays</c>.</exception>
    internal async Task<Member> ChangeAsync(long groupId, long userId, GroupRole role, bool? isManager, CancellationToken ct)
    {
        if (isManager is null || (role < GroupRole.Owner && isManager == (role == GroupRole.Manager)))
        {
            var member = await db.SingleAsync<Member>(Member.One, new { AccessId = groupId, UserId = userId }, ct);
            member.IsAsBefore = true;
            return member;
        }

        if (role == GroupRole.Owner) throw Problems.GroupOwnerStays;
        if (admission.Role < GroupRole.Owner) throw Problems.Forbidden;
        return await db.SingleAsync<Member>($"""
            UPDATE group_members SET is_manager = @IsManager WHERE group_id = @AccessId AND user_id = @UserId;
            {Member.One}
            """, new { AccessId = groupId, UserId = userId, IsManager = isManager }, ct);
    }

    /// <summary>Takes somebody out: oneself, or those whose role is below one's own.</summary>
    /// <exception cref="Problem">403; 409 <c>group_owner_stays</c>.</exception>
    internal async Task EndAsync(long groupId, long userId, GroupRole role, CancellationToken ct)
    {
        if (userId != caller.UserId && admission.Role == GroupRole.Member) throw Problems.Forbidden;
        if (role == GroupRole.Owner) throw Problems.GroupOwnerStays;
        if (userId != caller.UserId && admission.Role <= role) throw Problems.Forbidden;
        await db.ExecuteAsync("DELETE FROM group_members WHERE group_id = @GroupId AND user_id = @UserId", new { GroupId = groupId, UserId = userId }, ct);
    }

    /// <summary>What a change of who is in a group leaves behind.</summary>
    /// <param name="role">Null: none any more.</param>
    internal static AuditEntry Event(long groupId, long userId, GroupRole? role) =>
        new("update", null, new { group_id = groupId, user_id = userId, role = role?.ToString().ToLowerInvariant() });
}
