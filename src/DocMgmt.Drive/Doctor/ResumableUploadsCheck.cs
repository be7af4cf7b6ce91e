namespace DocMgmt.Drive.Doctor;

/// <summary>What an upload in several requests counts as received is its pieces, one after the other without a gap. (A completed one has none.)</summary>
internal sealed class ResumableUploadsCheck(DoctorDb db) : ICheck
{
    public string Name => "resumable_uploads";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('upload %s: it has %s bytes and pieces of %s%s', u.id, u.received_bytes, n.bytes, CASE WHEN NOT n.is_whole THEN ', with gaps' END)
        FROM resumable_uploads u
        CROSS JOIN LATERAL (
            SELECT COALESCE(sum(p.size_bytes), 0) AS bytes, COALESCE(bool_and(p.starts_at = p.before), true) AS is_whole
            FROM (SELECT s.starts_at, s.size_bytes, sum(s.size_bytes) OVER (ORDER BY s.starts_at) - s.size_bytes AS before FROM resumable_pieces s WHERE s.upload_id = u.id) p
        ) n
        WHERE u.completed_at IS NULL AND (n.bytes <> u.received_bytes OR NOT n.is_whole)
        """, "SELECT count(*) FROM resumable_uploads", ct);
}
