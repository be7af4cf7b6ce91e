using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>A tag's <c>usage_count</c> is the number of items that carry it, those in the trash too.</summary>
internal sealed class TagCountsCheck(DoctorDb db, IMediator mediator) : IMending
{
    public string Name => "tag_counts";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('tag %s of drive %s: usage_count is %s, and %s items carry it', g.id, g.drive_id, g.usage_count, COALESCE(x.count, 0))
        FROM tags g
        LEFT JOIN (SELECT tag_id, count(*) AS count FROM item_tags GROUP BY tag_id) x ON x.tag_id = g.id
        WHERE g.usage_count <> COALESCE(x.count, 0)
        """, "SELECT count(*) FROM tags", ct);

    public Task<long> MendAsync(Look look, CancellationToken ct) => mediator.SendAllAsync(after => new RecountTags.Command(after), ct);
}
