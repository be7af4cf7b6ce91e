using DocMgmt.Blobs;
using DocMgmt.Drive.Database;

namespace DocMgmt.Drive.Blobs;

/// <summary>The statements by which other features take references to blobs: the only place that writes <c>blobs</c>.</summary>
internal static class BlobReferences
{
    /// <summary>When bytes that nothing names any more may go. Takes <c>@DeletionDelay</c>.</summary>
    public const string DeletionDue = "@Now + @DeletionDelay";

    /// <summary>The counts where it is one reference.</summary>
    public static readonly long[] Once = [1];

    /// <summary>Follows an INSERT into <c>blob_deletions</c>: a key that stands there already gets the later time.</summary>
    public const string NotedAgain = "ON CONFLICT (store, key) DO UPDATE SET size = excluded.size, is_place = false, due_at = GREATEST(blob_deletions.due_at, excluded.due_at)";

    /// <summary>
    /// Notes staged bytes for deletion that are to be given up while somebody may be publishing them: who comes too late to be kept from it leaves a
    /// key that is known.
    /// </summary>
    public static Task CondemnAsync(Db db, BlobLocation staged, BlobRetention retention, CancellationToken ct) => db.ExecuteAsync($"""
        INSERT INTO blob_deletions (store, key, size, due_at) VALUES (@Store, @Key, 0, {DeletionDue}) {NotedAgain}
        """, new { staged.Store, Key = staged.Key.ToString(), retention.DeletionDelay }, ct);

    /// <summary>The advisory lock under which it is decided whether staged bytes are referred to or cleared.</summary>
    public static long LockOf(BlobKey key) => Convert.ToInt64(key.Generation, 16);

    /// <summary>Takes the lock <c>@KeyLock</c>; a result of its own.</summary>
    public const string LockKey = "SELECT pg_advisory_xact_lock(@KeyLock)";

    /// <summary><c>@Key</c> of <c>@Store</c>, unless clean-up took it for abandoned: its bytes are gone then. After <see cref="LockKey"/>.</summary>
    public const string LivingKey = """
        CASE WHEN EXISTS (SELECT 1 FROM blob_deletions g WHERE g.store = @Store AND g.key = @Key AND NOT g.is_place) THEN CAST(break_rule('content_vanished') AS text) ELSE @Key END
        """;

    /// <summary>
    /// Refers to content that was just published under <c>@Key</c>, or to the copy that is there already: the row's <c>key</c> says which. One that
    /// is known to be damaged gives way, and all its versions are healed.
    /// Takes <c>@Sha256</c>, <c>@SizeBytes</c>, <c>@Store</c>, <c>@Key</c>, <c>@KeyLock</c>; the lock is a result of its own.
    /// </summary>
    public const string Add = $"""
        {LockKey};
        WITH held AS MATERIALIZED (SELECT store, key, stored_size, state FROM blobs WHERE sha256 = @Sha256 FOR NO KEY UPDATE) -- healthy too: it stays so until the next statement
        INSERT INTO blob_deletions (store, key, size, due_at) SELECT store, key, stored_size, {DeletionDue} FROM held WHERE state = 'damaged' {NotedAgain};
        INSERT INTO blobs AS b (sha256, size, store, key, stored_size, ref_count, created_at, verified_at)
        VALUES (@Sha256, @SizeBytes, @Store, {LivingKey}, @SizeBytes, 1, @Now, @Now)
        ON CONFLICT (sha256) DO UPDATE
        SET ref_count = b.ref_count + 1,
            orphaned_at = NULL,
            store = CASE b.state WHEN 'damaged' THEN excluded.store ELSE b.store END,
            key = CASE b.state WHEN 'damaged' THEN excluded.key ELSE b.key END,
            verified_at = CASE b.state WHEN 'damaged' THEN excluded.verified_at ELSE b.verified_at END,
            suspected_at = CASE b.state WHEN 'damaged' THEN NULL ELSE b.suspected_at END,
            state = 'healthy'
        """;

    /// <summary>Refers to content that is there; touches no row when it is not, is damaged, or has another size. Takes <c>@Sha256</c>, <c>@SizeBytes</c>.</summary>
    public const string AddExisting = """
        UPDATE blobs AS b SET ref_count = b.ref_count + 1, orphaned_at = NULL
        WHERE b.sha256 = @Sha256 AND b.size = @SizeBytes AND b.state = 'healthy'
        """;

    /// <summary>
    /// Refers to contents by what other versions refer to, damaged ones too: a copy is as good as its original, and is healed with it. Touches fewer
    /// rows than it is given where one is gone. Takes <c>@BlobIds</c> and, for each, <c>@Counts</c>.
    /// </summary>
    public const string AddToKnown = """
        SELECT id FROM blobs WHERE id = ANY (@BlobIds) ORDER BY sha256 FOR NO KEY UPDATE;
        UPDATE blobs b SET ref_count = b.ref_count + r.count, orphaned_at = NULL FROM unnest(@BlobIds, @Counts) AS r (id, count) WHERE b.id = r.id
        """;

    /// <summary>Gives references back; a count that was too low is left for the sweep to set right. Takes <c>@BlobIds</c> and, for each, <c>@Counts</c>; the locks are a result of their own.</summary>
    public const string Release = """
        SELECT id FROM blobs WHERE id = ANY (@BlobIds) ORDER BY sha256 FOR NO KEY UPDATE;
        UPDATE blobs b
        SET ref_count = GREATEST(b.ref_count - r.count, 0), orphaned_at = CASE WHEN b.ref_count <= r.count THEN @Now END
        FROM unnest(@BlobIds, @Counts) AS r (id, count)
        WHERE b.id = r.id
        """;

    /// <summary>
    /// Whether the caller could read the content <c>@Sha256</c> already: in a drive of their own, trash included, or through a grant. With
    /// <c>@Trust</c>, whether it is there at all.
    /// <para>The time it takes tells nothing about what others have: it looks from the caller's drives and grants, one after the other, into the
    /// drives that they are in. Its steps are apart (MATERIALIZED, OFFSET 0) so that no planner turns them round and begins with all versions of
    /// the content, whoever has them.</para>
    /// </summary>
    public const string ReadableByCaller = """
        WITH content AS MATERIALIZED (SELECT b.id FROM blobs b WHERE b.sha256 = @Sha256 AND b.state = 'healthy'),
        own AS MATERIALIZED (SELECT d.id FROM drives d WHERE d.owner_id = @CallerId),
        granted AS MATERIALIZED (
            SELECT p.item_id, (SELECT top.drive_id FROM items top WHERE top.id = p.item_id) AS drive_id
            FROM permissions p
            WHERE (p.user_id = @CallerId OR p.group_id IN (SELECT m.group_id FROM group_members m WHERE m.user_id = @CallerId))
                AND (p.expires_at IS NULL OR p.expires_at > @Now)
        )
        SELECT (@Trust AND EXISTS (SELECT 1 FROM content)) OR EXISTS (
            SELECT 1
            FROM own o
            CROSS JOIN LATERAL (
                SELECT 1 FROM versions v WHERE v.drive_id = o.id AND v.blob_id = (SELECT c.id FROM content c) OFFSET 0
            ) v
        ) OR EXISTS (
            SELECT 1
            FROM granted g
            CROSS JOIN LATERAL (
                SELECT v.item_id FROM versions v
                WHERE v.drive_id = g.drive_id AND v.blob_id = (SELECT c.id FROM content c) OFFSET 0
            ) v
            CROSS JOIN LATERAL (SELECT i.id, i.parent_id FROM items i WHERE i.id = v.item_id AND i.trashed_at IS NULL OFFSET 0) i
            CROSS JOIN LATERAL (SELECT f.path FROM folders f WHERE f.id = i.parent_id AND f.trash_id IS NULL OFFSET 0) f
            WHERE i.id = g.item_id OR position('/' || g.item_id || '/' IN f.path) > 0
        ) AS readable
        """;
}
