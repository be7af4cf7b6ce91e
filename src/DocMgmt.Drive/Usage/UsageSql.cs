namespace DocMgmt.Drive.Usage;

/// <summary>The statements that count what drives hold: each one statement, so that all its sums are of one moment, with JSON as its answer.</summary>
internal static class UsageSql
{
    // All files, in narrow rows. Few have several versions, or are in the trash: of the others the row itself says what they take. To be followed by a condition.
    private const string Files = """
        SELECT i.id, i.drive_id, i.mime_type, i.size_bytes, i.current_version_id, i.version_count, i.updated_at, CAST(NULLIF(split_part(p.path, '/', 3), '') AS bigint) AS top,
            CASE WHEN i.trashed_at IS NULL AND p.trash_id IS NULL THEN 'live' ELSE (
                SELECT CASE WHEN r.purging_at IS NULL THEN 'trash' WHEN r.job_id IS NOT NULL THEN 'copying' ELSE 'purging' END
                FROM items r WHERE r.id = CASE WHEN i.trashed_at IS NOT NULL THEN i.id ELSE p.trash_id END
            ) END AS state,
            CASE WHEN i.version_count = 1 AND i.current_version_id IS NOT NULL THEN i.size_bytes
                ELSE COALESCE((SELECT CAST(sum(v.size_bytes) AS bigint) FROM versions v WHERE v.item_id = i.id), 0) END AS all_bytes
        FROM items i
        LEFT JOIN folders p ON p.id = i.parent_id
        WHERE i.type = 'file'
        """;

    // Read once; all sums are sums of these.
    private const string Sums = """
        sums AS MATERIALIZED (
            SELECT state, COALESCE(mime_type, '') AS mime_type, top, count(*) AS files, sum(size_bytes) AS bytes, sum(all_bytes) AS all_bytes, sum(GREATEST(version_count - 1, 0)) AS old_versions
            FROM f GROUP BY 1, 2, 3
        )
        """;

    private const string OneFile = """
        jsonb_build_object('item_id', x.id, 'item_name', n.name, 'owner_id', d.owner_id, 'size_bytes', x.size_bytes, 'total_bytes', x.all_bytes, 'version_count', x.version_count,
            'updated_at', to_char(x.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        """;

    private const string Told = $"""
        'file_count', (SELECT COALESCE(sum(files), 0) FROM sums WHERE state = 'live'),
        'current_bytes', (SELECT COALESCE(sum(bytes), 0) FROM sums WHERE state = 'live'),
        'old_version_bytes', (SELECT COALESCE(sum(all_bytes - bytes), 0) FROM sums WHERE state = 'live'),
        'old_version_count', (SELECT COALESCE(sum(old_versions), 0) FROM sums WHERE state = 'live'),
        'trash_bytes', (SELECT COALESCE(sum(all_bytes), 0) FROM sums WHERE state = 'trash'),
        'trash_file_count', (SELECT COALESCE(sum(files), 0) FROM sums WHERE state = 'trash'),
        'purging_bytes', (SELECT COALESCE(sum(all_bytes), 0) FROM sums WHERE state = 'purging'),
        'copying_bytes', (SELECT COALESCE(sum(all_bytes), 0) FROM sums WHERE state = 'copying'),
        'by_mime_type', (
            SELECT COALESCE(jsonb_agg(jsonb_build_object('mime_type', mime_type, 'file_count', files, 'bytes', bytes)), '[]')
            FROM (SELECT mime_type, sum(files) AS files, sum(all_bytes) AS bytes FROM sums WHERE state = 'live' GROUP BY 1) k
        ),
        'largest', (
            SELECT COALESCE(jsonb_agg({OneFile} ORDER BY x.all_bytes DESC, x.id), '[]')
            FROM (SELECT * FROM f WHERE state = 'live' ORDER BY all_bytes DESC, id LIMIT 20) x JOIN items n ON n.id = x.id JOIN drives d ON d.id = x.drive_id
        ),
        'oldest', (
            SELECT COALESCE(jsonb_agg({OneFile} ORDER BY x.updated_at, x.id), '[]')
            FROM (SELECT * FROM f WHERE state = 'live' ORDER BY updated_at, id LIMIT 20) x JOIN items n ON n.id = x.id JOIN drives d ON d.id = x.drive_id
        ),
        'duplicates', jsonb_build_object(
            'file_count', (SELECT COALESCE(sum(files - 1), 0) FROM groups),
            'bytes', (SELECT COALESCE(sum(bytes), 0) FROM groups),
            'groups', (
                SELECT COALESCE(jsonb_agg(jsonb_build_object('checksum', encode(b.sha256, 'hex'), 'size_bytes', g.size_bytes, 'file_count', g.files, 'bytes', g.bytes, 'items', few.items)
                    ORDER BY g.bytes DESC, g.blob_id), '[]')
                FROM (SELECT * FROM groups ORDER BY bytes DESC, blob_id LIMIT 20) g
                JOIN blobs b ON b.id = g.blob_id
                CROSS JOIN LATERAL (
                    SELECT COALESCE(jsonb_agg(jsonb_build_object('item_id', i.id, 'item_name', i.name) ORDER BY i.id), '[]') AS items
                    FROM (
                        SELECT i.id, i.name
                        FROM versions v
                        JOIN items i ON i.current_version_id = v.id AND i.trashed_at IS NULL
                        JOIN folders p ON p.id = i.parent_id AND p.trash_id IS NULL
                        WHERE v.blob_id = g.blob_id AND v.drive_id = g.drive_id
                        ORDER BY i.id LIMIT 5
                    ) i
                ) few
            )
        )
        """;

    // Only files of one length can be alike: of the others not even the content is looked up.
    private const string Alike = """
        SELECT v.blob_id, s.size_bytes, min(s.drive_id) AS drive_id, count(*) AS files, (count(*) - 1) * s.size_bytes AS bytes
        FROM (SELECT current_version_id, size_bytes, drive_id, count(*) OVER (PARTITION BY size_bytes) AS n FROM f WHERE state = 'live' AND size_bytes > 0) s
        JOIN versions v ON v.id = s.current_version_id
        WHERE s.n > 1
        GROUP BY v.blob_id, s.size_bytes HAVING count(*) > 1
        """;

    /// <summary>Of the drive <c>@DriveId</c>.</summary>
    public const string OfDrive = $"""
        WITH f AS MATERIALIZED ({Files} AND i.drive_id = @DriveId),
        {Sums},
        groups AS MATERIALIZED ({Alike})
        SELECT CAST(jsonb_build_object(
            'quota_bytes', d.quota_bytes,
            'used_bytes', d.used_bytes,
            'folder_count', (SELECT count(*) - 1 FROM folders WHERE drive_id = @DriveId AND trash_id IS NULL),
            {Told},
            'by_folder', (
                SELECT COALESCE(jsonb_agg(jsonb_build_object('item_id', g.top, 'item_name', t.name, 'file_count', g.files, 'bytes', g.bytes) ORDER BY g.bytes DESC, g.top), '[]')
                FROM (SELECT top, sum(files) AS files, sum(all_bytes) AS bytes FROM sums WHERE state = 'live' GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 100) g
                LEFT JOIN items t ON t.id = g.top
            )
        ) AS text)
        FROM drives d
        WHERE d.id = @DriveId
        """;

    /// <summary>Of all drives. Whose files are alike is nobody's.</summary>
    public const string OfAll = $"""
        WITH f AS MATERIALIZED ({Files}),
        {Sums},
        groups AS MATERIALIZED ({Alike})
        SELECT CAST(jsonb_build_object(
            'used_bytes', (SELECT COALESCE(sum(used_bytes), 0) FROM drives),
            'folder_count', (SELECT count(*) FROM folders WHERE trash_id IS NULL) - (SELECT count(*) FROM drives),
            {Told},
            'by_owner', (
                SELECT COALESCE(jsonb_agg(jsonb_build_object(
                    'owner', jsonb_build_object('id', u.id, 'display_name', u.display_name), 'used_bytes', d.used_bytes, 'quota_bytes', d.quota_bytes) ORDER BY d.used_bytes DESC, u.id), '[]')
                FROM (SELECT owner_id, sum(used_bytes) AS used_bytes, sum(quota_bytes) AS quota_bytes FROM drives GROUP BY owner_id ORDER BY 2 DESC, 1 LIMIT 100) d
                JOIN users u ON u.id = d.owner_id
            )
        ) AS text)
        """;
}
