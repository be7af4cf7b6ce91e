using DocMgmt.Soak.Service;
using Npgsql;

namespace DocMgmt.Soak;

/// <summary>Holds the database and the store against each other, without a word of the service's own about it.</summary>
internal sealed class Consistency(NpgsqlDataSource database, IStoreView store)
{
    // Each answers lines that say what is wrong.
    private const string Rules = """
        SELECT format('blob %s has ref_count %s and %s versions, orphaned_at %s', b.id, b.ref_count, n.versions, b.orphaned_at)
        FROM blobs b CROSS JOIN LATERAL (SELECT count(*) AS versions FROM versions v WHERE v.blob_id = b.id) n
        WHERE b.ref_count <> n.versions OR (b.orphaned_at IS NULL) <> (n.versions > 0)
        UNION ALL
        SELECT format('drive %s says %s used bytes and has %s', d.id, d.used_bytes, n.bytes)
        FROM drives d CROSS JOIN LATERAL (SELECT COALESCE(sum(v.size_bytes), 0) AS bytes FROM versions v WHERE v.drive_id = d.id) n WHERE d.used_bytes <> n.bytes
        UNION ALL
        SELECT format('item %s says %s versions and has %s', i.id, i.version_count, n.versions)
        FROM items i CROSS JOIN LATERAL (SELECT count(*) AS versions FROM versions v WHERE v.item_id = i.id) n
        WHERE i.purging_at IS NULL AND i.version_count <> n.versions
        UNION ALL
        SELECT format('item %s of %s bytes has the current version %s of %s bytes', i.id, i.size_bytes, i.current_version_id, v.size_bytes)
        FROM items i LEFT JOIN versions v ON v.id = i.current_version_id AND v.item_id = i.id AND v.drive_id = i.drive_id
        WHERE i.current_version_id IS NOT NULL AND v.size_bytes IS DISTINCT FROM i.size_bytes
        UNION ALL
        SELECT format('version %s has %s bytes, its blob %s', v.id, v.size_bytes, b.size) FROM versions v JOIN blobs b ON b.id = v.blob_id WHERE v.size_bytes <> b.size
        UNION ALL
        SELECT format('blob %s is %s', b.id, b.state) FROM blobs b WHERE b.state <> 'healthy'
        UNION ALL
        SELECT format('%s belongs to a blob and is noted for deletion', b.key) FROM blobs b JOIN blob_deletions d ON d.store = b.store AND d.key = b.key
        """;

    private const string Left = """
        SELECT format('blob %s has had no references since %s', id, orphaned_at) FROM blobs WHERE orphaned_at IS NOT NULL
        UNION ALL
        SELECT format('%s is noted for deletion', key) FROM blob_deletions
        """;

    /// <param name="exact">True when no upload is under way and everything was cleaned up: then nothing else is in the store.</param>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(bool exact)
    {
        var findings = await ListAsync(Rules);
        var blobs = (await ListAsync("SELECT key || ' ' || stored_size FROM blobs")).Select(row => row.Split(' ')).ToDictionary(row => row[0], row => long.Parse(row[1]));
        var expected = (await ListAsync("SELECT key FROM blob_deletions")).ToHashSet();
        var (staged, published) = (await store.ListAsync("staging/"), await store.ListAsync("blobs/"));
        foreach (var (key, size) in blobs)
        {
            if (!published.TryGetValue(key, out var length)) findings.Add($"{key} of a blob is not in the store");
            else if (length != size) findings.Add($"{key} has {length} bytes instead of {size}");
            else if (Load.Content.HashOf(await store.ReadAsync($"blobs/{key}")) != Path.GetFileName(key)[..64]) findings.Add($"{key} has other bytes than its hash says");
        }

        if (exact)
        {
            findings.AddRange(await ListAsync(Left));
            expected.Clear();
            var pending = (await ListAsync("SELECT staged_key FROM uploads WHERE staged_key IS NOT NULL AND completed_at IS NULL")).Select(k => k[3..]).ToHashSet();
            findings.AddRange(staged.Keys.Where(name => !pending.Contains(name)).Select(name => $"staging/{name} was left"));
        }
        else
        {
            expected.UnionWith(staged.Keys.Select(name => $"{name[..2]}/{Path.GetFileNameWithoutExtension(name)}"));
        }

        findings.AddRange(published.Keys.Where(key => !blobs.ContainsKey(key) && !expected.Contains(key)).Select(key => $"{key} is in the store, and nobody knows of it"));
        return findings;
    }

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
