namespace DocMgmt.Tests.Harness;

/// <summary>Puts into the database what has no route yet.</summary>
internal static class Planting
{
    /// <param name="level">1 read, 2 write, 3 admin.</param>
    public static Task GrantAsync(this TestService service, long itemId, TestUser user, int level, DateTime? expiresAt = null) => service.ExecuteAsync("""
        INSERT INTO permissions (item_id, user_id, level, expires_at, granted_by, created_at) VALUES ($1, $2, CAST($3 AS smallint), CAST($4 AS timestamptz), $2, now())
        """, itemId, user.Id, level, (object?)expiresAt ?? DBNull.Value);

    /// <summary>To a new group of which the user is a member.</summary>
    public static Task GrantToGroupAsync(this TestService service, long itemId, TestUser user, int level, DateTime? expiresAt = null) => service.ExecuteAsync("""
        WITH made AS (INSERT INTO groups (name, owner_id, created_at) VALUES ('Team', $2, now()) RETURNING id),
        member AS (INSERT INTO group_members (group_id, user_id) SELECT id, $2 FROM made)
        INSERT INTO permissions (item_id, group_id, level, expires_at, granted_by, created_at)
        SELECT $1, id, CAST($3 AS smallint), CAST($4 AS timestamptz), $2, now() FROM made
        """, itemId, user.Id, level, (object?)expiresAt ?? DBNull.Value);

    public static Task RevokeAsync(this TestService service, long itemId, TestUser user) =>
        service.ExecuteAsync("DELETE FROM permissions WHERE item_id = $1 AND user_id = $2", itemId, user.Id);

    public static Task StarAsync(this TestService service, long itemId, TestUser user) =>
        service.ExecuteAsync("INSERT INTO stars (user_id, item_id, created_at) VALUES ($1, $2, now())", user.Id, itemId);

    /// <summary>As moving to the trash does: the item, and every folder below that is not marked yet.</summary>
    public static async Task TrashAsync(this TestService service, long itemId)
    {
        await service.ExecuteAsync("UPDATE items SET trashed_at = now() WHERE id = $1", itemId);
        await service.ExecuteAsync("""
            UPDATE folders f SET trash_id = top.id FROM folders top WHERE top.id = $1 AND f.trash_id IS NULL AND starts_with(f.path, top.path)
            """, itemId);
    }

    public static Task DisableAsync(this TestService service, TestUser user) => service.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", user.Id);

    /// <summary>The folder that holds everything of a user's own.</summary>
    public static Task<long> RootAsync(this TestService service, TestUser user) => service.ScalarAsync<long>("SELECT root_id FROM drives WHERE owner_id = $1", user.Id);

    /// <summary>A job that a user asked for and nobody has begun; answers its id.</summary>
    public static Task<long> QueueJobAsync(this TestService service, TestUser user) => service.ScalarAsync<long>(
        "INSERT INTO jobs (kind, maintenance, user_id, state, created_at) VALUES ('planted', false, $1, 'queued', now()) RETURNING id", user.Id);
}
