namespace DocMgmt.Drive.Doctor;

/// <summary>A drive has a root folder, of its own and not in the trash.</summary>
internal sealed class DrivesCheck(DoctorDb db) : ICheck
{
    public string Name => "drives";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('drive %s: %s', d.id, w.what)
        FROM drives d
        LEFT JOIN items r ON r.id = d.root_id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN r.id IS NULL THEN format('its root %s is missing', d.root_id)
                WHEN r.type <> 'folder' THEN format('its root %s is a file', r.id)
                WHEN r.drive_id <> d.id THEN format('its root %s is in drive %s', r.id, r.drive_id)
                WHEN r.trashed_at IS NOT NULL THEN format('its root %s is in the trash', r.id)
            END AS what
        ) w
        WHERE w.what IS NOT NULL
        """, "SELECT count(*) FROM drives", ct);
}
