namespace DocMgmt.Drive.Doctor;

/// <summary>
/// An item hangs in a folder of its own drive, or is a drive's root; folders, and only they, have a row of <c>folders</c>. What is in the trash by
/// itself may have lost its folder, or have stayed behind when that one went to another drive.
/// </summary>
internal sealed class ItemsCheck(DoctorDb db) : ICheck
{
    public string Name => "items";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('%s %s: %s', i.type, i.id, w.what)
        FROM items i
        LEFT JOIN items p ON p.id = i.parent_id
        LEFT JOIN folders f ON f.id = i.id
        LEFT JOIN drives d ON d.id = i.drive_id
        LEFT JOIN drives r ON r.root_id = i.id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN i.parent_id IS NOT NULL AND p.id IS NULL THEN format('its parent %s is missing', i.parent_id)
                WHEN p.type <> 'folder' THEN format('its parent %s is a file', p.id)
                WHEN p.drive_id <> i.drive_id AND i.trashed_at IS NULL THEN format('it is in drive %s, its parent %s in %s', i.drive_id, p.id, p.drive_id)
                WHEN i.parent_id IS NULL AND r.id IS NULL AND i.trashed_at IS NULL THEN 'it has no parent and is no drive''s root'
                WHEN i.parent_id IS NOT NULL AND r.id IS NOT NULL THEN format('it is the root of drive %s and has a parent, %s', r.id, i.parent_id)
                WHEN d.id IS NULL THEN format('its drive %s is missing', i.drive_id)
                WHEN i.type = 'folder' AND f.id IS NULL THEN 'it has no row of folders'
                WHEN i.type <> 'folder' AND f.id IS NOT NULL THEN 'it has a row of folders'
                WHEN i.purging_at IS NOT NULL AND i.trashed_at IS NULL THEN 'it is being purged and not in the trash'
            END AS what
        ) w
        WHERE w.what IS NOT NULL
        """, "SELECT count(*) FROM items", ct);
}
