using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>What becomes of a key that is still staged.</summary>
internal enum StagedFate
{
    /// <summary>An upload that may still be completed has it, or is about to commit.</summary>
    Stays,

    /// <summary>A blob has it: only the staging name is left over.</summary>
    Kept,

    /// <summary>Nothing refers to it, nor can from now on.</summary>
    Abandoned,
}

/// <summary>
/// Decides about many staged keys at once. Those that nothing refers to are entered in <c>blob_deletions</c>, where an upload that slept through
/// all this (a suspended machine) finds its own when it wakes up and commits.
/// </summary>
internal static class ClaimStagedKeys
{
    /// <summary>As long as anybody could sleep and still commit.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public sealed record Command(string Store, IReadOnlyList<BlobKey> Keys) : ICommand<Dictionary<string, StagedFate>>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Dictionary<string, StagedFate>>
    {
        private sealed record Row(string Key, bool IsBlob);

        public async Task<Dictionary<string, StagedFate>> Handle(Command command, CancellationToken ct)
        {
            var fates = command.Keys.ToDictionary(k => k.ToString(), _ => StagedFate.Stays, StringComparer.Ordinal);
            // Whose lock is not to be had is being committed this very moment.
            var free = await db.ListAsync<string>(
                "SELECT k.key FROM unnest(@Keys, @Locks) AS k (key, lock) WHERE pg_try_advisory_xact_lock(k.lock)",
                new { Keys = fates.Keys.ToArray(), Locks = command.Keys.Select(BlobReferences.LockOf).ToArray() }, ct);

            // One snapshot, after the locks: an upload that is being completed is seen either as pending or as a blob.
            var claims = await db.ListAsync<Row>("""
                SELECT key, true AS is_blob FROM blobs WHERE store = @Store AND key = ANY (@Keys)
                UNION ALL
                SELECT staged_key, false FROM uploads WHERE staged_key = ANY (@Keys) AND completed_at IS NULL
                """, new { command.Store, Keys = free.ToArray() }, ct);
            foreach (var key in free) fates[key] = StagedFate.Abandoned;
            foreach (var claim in claims) fates[claim.Key] = claim.IsBlob ? StagedFate.Kept : StagedFate.Stays;

            await db.ExecuteAsync("""
                INSERT INTO blob_deletions (store, key, due_at) SELECT @Store, k.key, @Due FROM unnest(@Keys) AS k (key) ON CONFLICT (store, key) DO NOTHING
                """, new { command.Store, Keys = fates.Where(f => f.Value == StagedFate.Abandoned).Select(f => f.Key).ToArray(), Due = db.Now + Remembered }, ct);
            return fates;
        }
    }
}
