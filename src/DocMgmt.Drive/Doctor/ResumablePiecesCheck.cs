using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// The pieces that an upload counts on are in their stores, whole. What is missing is looked for in its row once more: a piece goes only after its row names no
/// upload any more.
/// </summary>
internal sealed class ResumablePiecesCheck(DoctorDb db, BlobStores stores) : ICheck
{
    public string Name => "resumable_pieces";

    private sealed record Row(string Name, Guid UploadId, string Store, long SizeBytes);

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => SecondLook.ExamineAsync(
        after => CountedAsync(after, ct), "", row => row.Name, row => IsThereAsync(row, ct),
        row => $"upload {row.UploadId}: {row.SizeBytes} bytes that it received ({row.Name}) are missing; the client has to begin again", look);

    private Task<List<Row>> CountedAsync(string after, CancellationToken ct) => db.ListAsync<Row>("""
        SELECT p.name, p.upload_id, p.store, p.size_bytes
        FROM resumable_pieces p
        JOIN resumable_uploads u ON u.id = p.upload_id AND u.completed_at IS NULL AND u.expires_at > @Now
        WHERE p.name > @After
        ORDER BY p.name
        LIMIT @Size
        """, new { after, Batch.Size }, ct);

    private async Task<bool> IsThereAsync(Row row, CancellationToken ct)
    {
        if (stores.Find(row.Store) is not { } store) return false;
        await using var piece = await store.Pieces.OpenAsync(row.Name, ct);
        return piece?.Length == row.SizeBytes;
    }
}
