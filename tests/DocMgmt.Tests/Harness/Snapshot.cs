namespace DocMgmt.Tests.Harness;

/// <summary>
/// All that a refused request must leave as it was: every row that somebody could notice, and every file of the store. Of the whole service, so
/// for services of a test's own; reads and failed log-ins are left out, which are told all the same.
/// </summary>
internal sealed class Snapshot
{
    private const string Rows = """
        SELECT
            (SELECT count(*) || ' ' || COALESCE(sum(revision), 0) || ' ' || COALESCE(sum(version_count), 0) || ' ' || COALESCE(md5(string_agg(name, '/' ORDER BY id)), '') FROM items) || ' items, '
            || (SELECT count(*) FROM folders) || ' folders, '
            || (SELECT count(*) FROM versions) || ' versions, '
            || (SELECT count(*) || ' of ' || COALESCE(sum(ref_count), 0) FROM blobs) || ' blobs, '
            || (SELECT count(*) FROM blob_deletions) || ' deletions, '
            || (SELECT count(*) || ' of ' || count(staged_key) || ' ' || count(completed_at) FROM uploads) || ' uploads, '
            || (SELECT count(*) || ' of ' || COALESCE(sum(received_bytes), 0) || ' ' || count(completed_at) FROM resumable_uploads) || ' resumable, '
            || (SELECT sum(used_bytes) || ' of ' || sum(quota_bytes) FROM drives) || ' bytes, '
            || (SELECT count(*) || ' ' || md5(string_agg(u::text, '' ORDER BY id)) FROM users u) || ' users, '
            || (SELECT count(*) FROM sessions WHERE revoked_at IS NULL) || ' sessions, '
            || (SELECT count(*) || ' ' || count(used_at) FROM refresh_tokens) || ' refresh tokens, '
            || (SELECT count(*) || ' ' || COALESCE(md5(string_agg(g::text, '' ORDER BY id)), '') FROM groups g) || ' groups, '
            || (SELECT count(*) || ' ' || count(*) FILTER (WHERE is_manager) FROM group_members) || ' members, '
            || (SELECT count(*) || ' ' || COALESCE(md5(string_agg(p::text, '' ORDER BY id)), '') FROM permissions p) || ' permissions, '
            || (SELECT count(*) || ' ' || COALESCE(md5(string_agg(l::text, '' ORDER BY id)), '') FROM share_links l) || ' links, '
            || (SELECT count(*) || ' ' || COALESCE(md5(string_agg(o::text, '' ORDER BY item_id)), '') FROM ownership_offers o) || ' offers, '
            || (SELECT count(*) || ' ' || COALESCE(md5(string_agg(p::text, '' ORDER BY folder_id)), '') FROM version_policies p) || ' policies, '
            || (SELECT count(*) FROM stars) || ' stars, '
            || (SELECT count(*) FROM idempotency_answers) || ' answers, '
            || (SELECT count(*) FROM events WHERE action NOT IN ('read', 'login_failed')) || ' events'
        """;

    private static readonly string[] Folders = ["blobs", "staging", "pieces"];

    private readonly TestService service;
    private readonly string rows;
    private readonly string[] files;

    private Snapshot(TestService service, string rows, string[] files) => (this.service, this.rows, this.files) = (service, rows, files);

    /// <summary>As it is once what was asked for before is put away, which happens after the answers.</summary>
    public static async Task<Snapshot> OfAsync(TestService service)
    {
        service.Settle();
        return new(service, (await service.ScalarAsync<string>(Rows))!, Files(service));
    }

    public async Task<bool> HasChangedAsync() => rows != await service.ScalarAsync<string>(Rows) || !files.SequenceEqual(Files(service));

    /// <summary>Waits for what a connection that broke leaves to be put away, which happens after the client is gone.</summary>
    public async Task IsUnchangedAsync()
    {
        if (!files.SequenceEqual(Files(service))) await Eventually.IsTrueAsync(() => files.SequenceEqual(Files(service)));
        Assert.Equal(rows, await service.ScalarAsync<string>(Rows));
    }

    private static string[] Files(TestService service) =>
        Folders.SelectMany(f => service.Store.List(f)).ToArray();
}
