namespace DocMgmt.Drive.Doctor;

/// <summary>A blob's key is one of its own content, and what is stored plainly is as long as the content.</summary>
internal sealed class BlobRowsCheck(DoctorDb db) : ICheck
{
    public string Name => "blob_rows";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('blob %s (%s): %s', b.id, b.key, w.what)
        FROM blobs b
        CROSS JOIN LATERAL (SELECT encode(b.sha256, 'hex') AS hash) h
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN b.key !~ ('^' || left(h.hash, 2) || '/' || h.hash || '-[0-9a-f]{16}$') THEN format('this is no key of the content %s', h.hash)
                WHEN b.codec = 'plain' AND b.stored_size <> b.size THEN format('the content has %s bytes, what is stored %s', b.size, b.stored_size)
            END AS what
        ) w
        WHERE w.what IS NOT NULL
        """, "SELECT count(*) FROM blobs", ct);
}
