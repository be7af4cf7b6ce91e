namespace DocMgmt.Drive.Doctor;

/// <summary>An upload is pending until its version is made, and not a moment longer. (A completed one may have lost its version since.)</summary>
internal sealed class UploadsCheck(DoctorDb db) : ICheck
{
    public string Name => "uploads";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('upload %s: it is pending, and its version is there, of item %s', u.version_id, v.item_id)
        FROM uploads u
        JOIN versions v ON v.id = u.version_id
        WHERE u.completed_at IS NULL
        """, "SELECT count(*) FROM uploads", ct);
}
