using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// The bytes that a pending upload has received are there until it is completed, given up or expired. What is missing is looked for in its row
/// once more: bytes go only after the row is gone, completed, or names others.
/// </summary>
internal sealed class StagedUploadsCheck(DoctorDb db, BlobStores stores) : ICheck
{
    public string Name => "staged_uploads";

    private sealed record Row(long VersionId, string StagedStore, string StagedKey);

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => SecondLook.ExamineAsync(
        after => PendingAsync(after, ct), 0L, row => row.VersionId, row => IsThereAsync(row, ct),
        row => $"upload {row.VersionId}: the bytes that it received ({row.StagedKey}) are missing; the client has to send them again", look);

    private Task<List<Row>> PendingAsync(long after, CancellationToken ct) => db.ListAsync<Row>("""
        SELECT version_id, staged_store, staged_key
        FROM uploads
        WHERE version_id > @After AND staged_key IS NOT NULL AND completed_at IS NULL AND expires_at > @Now
        ORDER BY version_id
        LIMIT @Size
        """, new { after, Batch.Size }, ct);

    private async Task<bool> IsThereAsync(Row row, CancellationToken ct) =>
        BlobKey.TryParse(row.StagedKey, out var key) && stores.Find(row.StagedStore) is { } store && (await store.IsStagedAsync(key, ct) || await store.LengthAsync(key, ct) is not null);
}
