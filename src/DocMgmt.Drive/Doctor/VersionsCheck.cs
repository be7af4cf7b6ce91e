namespace DocMgmt.Drive.Doctor;

/// <summary>A version belongs to a file, lies in the file's drive, and has the size of its blob.</summary>
internal sealed class VersionsCheck(DoctorDb db) : ICheck
{
    public string Name => "versions";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('version %s of item %s: %s', v.id, v.item_id, w.what)
        FROM versions v
        LEFT JOIN items i ON i.id = v.item_id
        LEFT JOIN blobs b ON b.id = v.blob_id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN i.id IS NULL THEN 'there is no such item'
                WHEN i.type <> 'file' THEN 'the item is a folder'
                WHEN b.id IS NULL THEN format('its blob %s is missing', v.blob_id)
                WHEN v.size_bytes <> b.size THEN format('it has %s bytes, its blob %s', v.size_bytes, b.size)
                WHEN v.drive_id <> i.drive_id THEN format('it is in drive %s, the item in %s', v.drive_id, i.drive_id)
                WHEN v.version_number >= i.next_version THEN format('it has number %s, and the next one will get %s', v.version_number, i.next_version)
            END AS what
        ) w
        WHERE w.what IS NOT NULL
        """, "SELECT count(*) FROM versions", ct);
}
