using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Groups;

/// <summary>How many groups one user can own. Being in other people's groups is not counted: else those could fill somebody up.</summary>
internal static class OwnedGroups
{
    private const int Max = 1_000;

    /// <summary>Refuses one too many, and makes whoever gives the same user another one wait for this transaction. Comes after the locks of groups' rows.</summary>
    /// <exception cref="Problem">409 <c>too_many_groups</c>.</exception>
    public static async Task CheckRoomAsync(Db db, long ownerId, CancellationToken ct)
    {
        await db.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('groups of ' || CAST(@OwnerId AS bigint), 0))", new { OwnerId = ownerId }, ct);
        if (await db.SingleAsync<long>("SELECT count(*) FROM groups WHERE owner_id = @OwnerId", new { OwnerId = ownerId }, ct) >= Max) throw Problems.TooManyGroups;
    }
}
