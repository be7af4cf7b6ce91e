using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>A blob's <c>ref_count</c> is the number of its versions, and <c>orphaned_at</c> is set while that is none.</summary>
internal sealed class ReferencesCheck(DoctorDb db, IMediator mediator) : IMending
{
    public string Name => "references";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('blob %s (%s): ref_count is %s, orphaned_at %s, and %s versions refer to it',
            b.id, b.key, b.ref_count, COALESCE(CAST(b.orphaned_at AS text), 'not set'), COALESCE(v.count, 0))
        FROM blobs b
        LEFT JOIN (SELECT blob_id, count(*) AS count FROM versions GROUP BY blob_id) v ON v.blob_id = b.id
        WHERE b.ref_count <> COALESCE(v.count, 0) OR (b.orphaned_at IS NULL) <> (b.ref_count > 0)
        """, "SELECT count(*) FROM blobs", ct);

    public Task<long> MendAsync(Look look, CancellationToken ct) => mediator.SendAllAsync(after => new RecountReferences.Command(after, Batch.Size), ct);
}
