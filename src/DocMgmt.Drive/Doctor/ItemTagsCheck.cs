namespace DocMgmt.Drive.Doctor;

/// <summary>What an item carries are tags of its own drive.</summary>
internal sealed class ItemTagsCheck(DoctorDb db) : ICheck
{
    public string Name => "item_tags";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('item %s of drive %s carries tag %s of drive %s', i.id, i.drive_id, g.id, g.drive_id)
        FROM item_tags x
        JOIN items i ON i.id = x.item_id
        JOIN tags g ON g.id = x.tag_id
        WHERE g.drive_id <> i.drive_id
        """, "SELECT count(*) FROM item_tags", ct);
}
