using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>A drive's <c>used_bytes</c> is the sum of the sizes of its versions, trash included.</summary>
internal sealed class UsedBytesCheck(DoctorDb db, IMediator mediator) : IMending
{
    public string Name => "used_bytes";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('drive %s: used_bytes is %s, and its versions have %s', d.id, d.used_bytes, COALESCE(v.bytes, 0))
        FROM drives d
        LEFT JOIN (SELECT drive_id, sum(size_bytes) AS bytes FROM versions GROUP BY drive_id) v ON v.drive_id = d.id
        WHERE d.used_bytes <> COALESCE(v.bytes, 0)
        """, "SELECT count(*) FROM drives", ct);

    public Task<long> MendAsync(Look look, CancellationToken ct) => mediator.SendAllAsync(after => new RecountUsage.Command(after), ct);
}
