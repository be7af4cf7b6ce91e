using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// The bytes of every blob, also of those that nothing refers to any more, are there, as many as they should be, and with a deep look the right
/// ones. What is found is looked for in its row once more: bytes go only after the row is gone or names others.
/// </summary>
internal sealed class BlobBytesCheck(DoctorDb db, IntegrityCheck integrity, BlobStores stores, BytesLook bytes, TimeProvider clock) : IMending
{
    private const string Damaged = "damaged";

    public string Name => "blob_bytes";

    private sealed record Row(long Id, string Store, string Key, long StoredSize, long RefCount, string State);

    public async Task<Examined> ExamineAsync(Look look, CancellationToken ct)
    {
        var (faults, looked) = (new Faults(), 0L);
        await foreach (var (rows, found) in FindAsync(look, ct))
        {
            looked += rows;
            foreach (var (row, fault) in found) faults.Add($"blob {row.Id} ({row.Key}) of {row.RefCount} versions: {Say(row, fault)}");
        }

        return faults.Of(looked);
    }

    /// <summary>Marks bad bytes as damaged, and, after a deep look, what was marked without reason as healthy; only the latter is mended by that.</summary>
    public async Task<long> MendAsync(Look look, CancellationToken ct)
    {
        var mended = 0L;
        foreach (var store in stores.All) mended += await MendAsync(store, look, ct);
        return mended;
    }

    private async Task<long> MendAsync(IBlobStore store, Look look, CancellationToken ct)
    {
        // A store in which nothing is left is more likely a disk that was not mounted.
        if (!await store.ListAsync(ct).AnyAsync(ct)) return 0;
        var (mended, since) = (0L, clock.UtcNow());
        await foreach (var (_, found) in FindAsync(look, ct, store.Name))
        {
            var doubtful = found.Where(f => f.Fault is not null || look.Deep).Select(f => new StoredBlob(f.Row.Id, f.Row.Key, f.Row.StoredSize, since)).ToList();
            var run = new JobRun(all: true);
            await integrity.CheckAsync(store, doubtful, run, ct);
            mended += run.Progress().Counts.GetValueOrDefault("recovered");
        }

        return mended;
    }

    /// <summary>Batch by batch: how many rows, and those with a fault or with a mark of one.</summary>
    /// <param name="store">Null: of all of them, also of one that is not set up here.</param>
    private async IAsyncEnumerable<(int Rows, List<(Row Row, string? Fault)> Found)> FindAsync(
        Look look, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct, string? store = null)
    {
        for (var (after, done) = (0L, 0L); ;)
        {
            var rows = await db.ListAsync<Row>("""
                SELECT id, store, key, stored_size, ref_count, state FROM blobs WHERE (CAST(@Store AS text) IS NULL OR store = @Store) AND id > @After ORDER BY id LIMIT @Size
                """, new { store, after, Batch.Size }, ct);
            if (rows.Count == 0) yield break;
            var suspects = new Dictionary<long, (Row Row, string? Fault)>();
            foreach (var row in rows)
            {
                var fault = await bytes.FaultAsync(row.Store, row.Key, row.StoredSize, look.Deep, ct);
                if (fault is not null || row.State == Damaged) suspects[row.Id] = (row, fault);
                look.Done(++done);
            }

            yield return (rows.Count, suspects.Count == 0 ? [] : await ConfirmAsync(suspects, ct));
            after = rows[^1].Id;
        }
    }

    private async Task<List<(Row Row, string? Fault)>> ConfirmAsync(Dictionary<long, (Row Row, string? Fault)> suspects, CancellationToken ct)
    {
        var again = await db.ListAsync<Row>("SELECT id, store, key, stored_size, ref_count, state FROM blobs WHERE id = ANY (@Ids) ORDER BY id",
            new { Ids = suspects.Keys.ToArray() }, ct);
        return [.. from row in again
                   let suspect = suspects[row.Id]
                   where (row.Store, row.Key) == (suspect.Row.Store, suspect.Row.Key) && (suspect.Fault is not null || row.State == Damaged)
                   select (row, suspect.Fault)];
    }

    private static string Say(Row row, string? fault) => (row.State, fault) switch
    {
        (Damaged, null) => "it is marked as damaged; uploading its content again heals it, and doctor --deep --fix if its bytes are right after all",
        (Damaged, _) => $"{fault}; it is marked as damaged, and uploading its content again heals it",
        _ => fault!,
    };
}
