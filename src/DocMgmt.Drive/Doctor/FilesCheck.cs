namespace DocMgmt.Drive.Doctor;

/// <summary>A file shows what its versions are: how many, which one is current, that one's size and type. One that is being purged need not.</summary>
internal sealed class FilesCheck(DoctorDb db) : ICheck
{
    public string Name => "files";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('file %s: %s', i.id, w.what)
        FROM items i
        LEFT JOIN versions c ON c.id = i.current_version_id
        LEFT JOIN (SELECT item_id, count(*) AS count FROM versions GROUP BY item_id) v ON v.item_id = i.id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN i.version_count <> COALESCE(v.count, 0) THEN format('version_count is %s, and it has %s', i.version_count, COALESCE(v.count, 0))
                WHEN i.current_version_id IS NULL AND v.count > 0 THEN 'it has versions, and none of them is current'
                WHEN i.current_version_id IS NOT NULL AND c.id IS NULL THEN format('its current version %s is missing', i.current_version_id)
                WHEN c.item_id <> i.id THEN format('its current version %s belongs to item %s', c.id, c.item_id)
                WHEN i.size_bytes <> COALESCE(c.size_bytes, 0) THEN format('it shows %s bytes, and its current version has %s', i.size_bytes, COALESCE(c.size_bytes, 0))
                WHEN i.mime_type IS DISTINCT FROM c.mime_type AND c.id IS NOT NULL THEN format('it shows the type %s, and its current version has %s', i.mime_type, c.mime_type)
            END AS what
        ) w
        WHERE i.type = 'file' AND i.purging_at IS NULL AND w.what IS NOT NULL
        """, "SELECT count(*) FROM items WHERE type = 'file'", ct);
}
