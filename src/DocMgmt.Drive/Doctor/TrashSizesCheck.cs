using DocMgmt.Drive.Trash;

namespace DocMgmt.Drive.Doctor;

/// <summary>What is known of what a folder took to the trash with it is so. Whoever takes something out forgets it in the same transaction.</summary>
internal sealed class TrashSizesCheck(DoctorDb db) : ICheck
{
    public string Name => "trash_sizes";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync($"""
        SELECT format('folder %s: it is known to have taken %s bytes in %s items along, and took %s in %s', z.item_id, z.total_bytes, z.item_count, n.total_bytes, n.item_count)
        FROM trash_sizes z
        JOIN items i ON i.id = z.item_id AND i.purging_at IS NULL
        CROSS JOIN LATERAL ({MeasureTrash.Counted} WHERE t.id = z.item_id) n
        WHERE i.trashed_at IS NULL OR (z.total_bytes, z.item_count) <> (n.total_bytes, n.item_count)
        """, "SELECT count(*) FROM trash_sizes", ct);
}
