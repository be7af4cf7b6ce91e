namespace DocMgmt.Drive.Usage;

/// <summary>The statements that count what drives hold: each one statement, so that all its sums are of one moment, with JSON as its answer.</summary>
internal static class UsageSql
{
    // Few files have several versions: of the others the row itself says what they take. To be followed by a condition.
    private const string Files = """
        SELECT i.id, i.name, i.drive_id, i.mime_type, i.size_bytes, i.current_version_id, i.version_count, i.updated_at, p.path,
            CASE WHEN r.purging_at IS NOT NULL AND r.job_id IS NOT NULL THEN 'copying' WHEN r.purging_at IS NOT NULL THEN 'purging' WHEN r.id IS NOT NULL THEN 'trash' ELSE 'live' END AS state,
            CASE WHEN i.version_count = 1 AND i.current_version_id IS NOT NULL THEN i.size_bytes
                ELSE COALESCE((SELECT CAST(sum(v.size_bytes) AS bigint) FROM versions v WHERE v.item_id = i.id), 0) END AS all_bytes
        FROM items i
        LEFT JOIN folders p ON p.id = i.parent_id
        LEFT JOIN items r ON r.id = CASE WHEN i.trashed_at IS NOT NULL THEN i.id ELSE p.trash_id END
        WHERE i.type = 'file'
        """;

    private const string OneFile = """
        jsonb_build_object('item_id', x.id, 'item_name', x.shown, 'owner_id', d.owner_id, 'size_bytes', x.size_bytes, 'total_bytes', x.all_bytes, 'version_count', x.version_count,
            'updated_at', to_char(x.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        """;

    private const string Sums = $"""
        'file_count', (SELECT count(*) FROM live),
        'current_bytes', (SELECT COALESCE(sum(size_bytes), 0) FROM live),
        'old_version_bytes', (SELECT COALESCE(sum(all_bytes - size_bytes), 0) FROM live),
        'old_version_count', (SELECT COALESCE(sum(GREATEST(version_count - 1, 0)), 0) FROM live),
        'trash_bytes', (SELECT COALESCE(sum(all_bytes), 0) FROM f WHERE state = 'trash'),
        'trash_file_count', (SELECT count(*) FROM f WHERE state = 'trash'),
        'purging_bytes', (SELECT COALESCE(sum(all_bytes), 0) FROM f WHERE state = 'purging'),
        'copying_bytes', (SELECT COALESCE(sum(all_bytes), 0) FROM f WHERE state = 'copying'),
        'by_mime_type', (
            SELECT COALESCE(jsonb_agg(jsonb_build_object('mime_type', mime_type, 'file_count', files, 'bytes', bytes)), '[]')
            FROM (SELECT COALESCE(mime_type, '') AS mime_type, count(*) AS files, sum(all_bytes) AS bytes FROM live GROUP BY 1) k
        ),
        'largest', (SELECT COALESCE(jsonb_agg({OneFile} ORDER BY x.all_bytes DESC, x.id), '[]') FROM (SELECT * FROM live ORDER BY all_bytes DESC, id LIMIT 20) x JOIN drives d ON d.id = x.drive_id),
        'oldest', (SELECT COALESCE(jsonb_agg({OneFile} ORDER BY x.updated_at, x.id), '[]') FROM (SELECT * FROM live ORDER BY updated_at, id LIMIT 20) x JOIN drives d ON d.id = x.drive_id)
        """;

    /// <summary>Of the drive <c>@DriveId</c>.</summary>
    public const string OfDrive = $"""
        WITH f AS MATERIALIZED ({Files} AND i.drive_id = @DriveId),
        live AS MATERIALIZED (SELECT *, name AS shown FROM f WHERE state = 'live'),
        alike AS (
            SELECT v.blob_id, s.size_bytes, s.id, s.name
            FROM (SELECT *, count(*) OVER (PARTITION BY size_bytes) AS n FROM live WHERE size_bytes > 0) s
            JOIN versions v ON v.id = s.current_version_id
            WHERE s.n > 1
        ),
        groups AS MATERIALIZED (
            SELECT blob_id, size_bytes, count(*) AS files, (count(*) - 1) * size_bytes AS bytes FROM alike GROUP BY blob_id, size_bytes HAVING count(*) > 1
        )
        SELECT CAST(jsonb_build_object(
            'quota_bytes', d.quota_bytes,
            'used_bytes', d.used_bytes,
            'folder_count', (SELECT count(*) - 1 FROM folders WHERE drive_id = @DriveId AND trash_id IS NULL),
            {Sums},
            'by_folder', (
                SELECT COALESCE(jsonb_agg(jsonb_build_object('item_id', g.top, 'item_name', t.name, 'file_count', g.files, 'bytes', g.bytes) ORDER BY g.bytes DESC, g.top), '[]')
                FROM (
                    SELECT CAST(NULLIF(split_part(path, '/', 3), '') AS bigint) AS top, count(*) AS files, sum(all_bytes) AS bytes FROM live GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 100
                ) g
                LEFT JOIN items t ON t.id = g.top
            ),
            'duplicates', jsonb_build_object(
                'file_count', (SELECT COALESCE(sum(files - 1), 0) FROM groups),
                'bytes', (SELECT COALESCE(sum(bytes), 0) FROM groups),
                'groups', (
                    SELECT COALESCE(jsonb_agg(jsonb_build_object('checksum', encode(b.sha256, 'hex'), 'size_bytes', g.size_bytes, 'file_count', g.files, 'bytes', g.bytes, 'items', (
                        SELECT jsonb_agg(jsonb_build_object('item_id', a.id, 'item_name', a.name) ORDER BY a.id) FROM (SELECT id, name FROM alike WHERE blob_id = g.blob_id ORDER BY id LIMIT 5) a
                    )) ORDER BY g.bytes DESC, g.blob_id), '[]')
                    FROM (SELECT * FROM groups ORDER BY bytes DESC, blob_id LIMIT 20) g
                    JOIN blobs b ON b.id = g.blob_id
                )
            )
        ) AS text)
        FROM drives d
        WHERE d.id = @DriveId
        """;

    /// <summary>Of all drives.</summary>
    public const string OfAll = $"""
        WITH f AS MATERIALIZED ({Files}),
        live AS MATERIALIZED (SELECT *, CAST(NULL AS text) AS shown FROM f WHERE state = 'live'),
        groups AS MATERIALIZED (
            SELECT v.blob_id, l.size_bytes, count(*) AS files, (count(*) - 1) * l.size_bytes AS bytes
            FROM live l JOIN versions v ON v.id = l.current_version_id
            WHERE l.size_bytes > 0
            GROUP BY v.blob_id, l.size_bytes HAVING count(*) > 1
        )
        SELECT CAST(jsonb_build_object(
            'used_bytes', (SELECT COALESCE(sum(used_bytes), 0) FROM drives),
            'folder_count', (SELECT count(*) FROM folders WHERE trash_id IS NULL) - (SELECT count(*) FROM drives),
            {Sums},
            'by_owner', (
                SELECT COALESCE(jsonb_agg(jsonb_build_object(
                    'owner', jsonb_build_object('id', u.id, 'display_name', u.display_name), 'used_bytes', d.used_bytes, 'quota_bytes', d.quota_bytes) ORDER BY d.used_bytes DESC, d.id), '[]')
                FROM (SELECT * FROM drives ORDER BY used_bytes DESC, id LIMIT 100) d
                JOIN users u ON u.id = d.owner_id
            ),
            'duplicates', jsonb_build_object(
                'file_count', (SELECT COALESCE(sum(files - 1), 0) FROM groups),
                'bytes', (SELECT COALESCE(sum(bytes), 0) FROM groups),
                'groups', (
                    SELECT COALESCE(jsonb_agg(jsonb_build_object('checksum', encode(b.sha256, 'hex'), 'size_bytes', g.size_bytes, 'file_count', g.files, 'bytes', g.bytes, 'items', jsonb_build_array())
                        ORDER BY g.bytes DESC, g.blob_id), '[]')
                    FROM (SELECT * FROM groups ORDER BY bytes DESC, blob_id LIMIT 20) g
                    JOIN blobs b ON b.id = g.blob_id
                )
            )
        ) AS text)
        """;
}
