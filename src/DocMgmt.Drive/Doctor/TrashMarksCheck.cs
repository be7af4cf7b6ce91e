namespace DocMgmt.Drive.Doctor;

/// <summary>
/// A folder that was put into the trash bears its own mark; every other one bears that of the folder that it is in, or none: that of the one
/// that took it along.
/// </summary>
internal sealed class TrashMarksCheck(DoctorDb db) : ICheck
{
    public string Name => "trash_marks";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('folder %s: %s', f.id, w.what)
        FROM folders f
        JOIN items i ON i.id = f.id
        LEFT JOIN folders p ON p.id = i.parent_id
        LEFT JOIN items t ON t.id = f.trash_id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN i.trashed_at IS NOT NULL AND f.trash_id IS DISTINCT FROM f.id THEN format('it is in the trash and marked with %s', COALESCE(CAST(f.trash_id AS text), 'nothing'))
                WHEN f.trash_id IS NOT NULL AND t.id IS NULL THEN format('its mark names item %s, which is missing', f.trash_id)
                WHEN f.trash_id IS NOT NULL AND t.trashed_at IS NULL THEN format('its mark names item %s, which is not in the trash', f.trash_id)
                WHEN i.trashed_at IS NULL AND f.trash_id IS DISTINCT FROM p.trash_id THEN format('it is marked with %s, the folder that it is in with %s',
                    COALESCE(CAST(f.trash_id AS text), 'nothing'), COALESCE(CAST(p.trash_id AS text), 'nothing'))
            END AS what
        ) w
        WHERE w.what IS NOT NULL
        """, "SELECT count(*) FROM folders", ct);
}
