using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>What a blob still names is not about to be deleted.</summary>
internal sealed class DoomedBlobsCheck(DoctorDb db, IMediator mediator) : IMending
{
    public string Name => "doomed_blobs";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('blob %s (%s): its bytes are to be deleted at %s', b.id, b.key, d.due_at)
        FROM blob_deletions d
        JOIN blobs b ON b.store = d.store AND b.key = d.key
        WHERE NOT d.is_place
        """, "SELECT count(*) FROM blob_deletions", ct);

    public Task<long> MendAsync(Look look, CancellationToken ct) => mediator.SendAllAsync(after => new SpareBlobs.Command(after, Batch.Size), ct);
}
