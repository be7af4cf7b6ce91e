using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>What becomes of a key that is still staged.</summary>
internal enum StagedFate
{
    /// <summary>An upload that may still be completed has it, or is about to commit, or was completed a moment ago and is being settled.</summary>
    Stays,

    /// <summary>A blob has it: only the staging name is left over.</summary>
    Kept,

    /// <summary>Nothing refers to it, but to another copy of the same content: is that one good?</summary>
    Spare,

    /// <summary>Nothing refers to it, nor can from now on.</summary>
    Abandoned,
}

/// <summary>
/// Decides about many staged keys at once. Those that are abandoned are entered in <c>blob_deletions</c>, where an upload that slept through
/// all this (a suspended machine) finds its own when it wakes up and commits.
/// </summary>
internal static class ClaimStagedKeys
{
    /// <summary>As long as anybody could sleep and still commit.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <param name="SettledBefore">Uploads that were completed later are not settled yet.</param>
    /// <param name="Judged">True when spare keys were looked at and are not needed.</param>
    public sealed record Command(string Store, IReadOnlyList<BlobKey> Keys, DateTime SettledBefore, bool Judged = false) : ICommand<Dictionary<string, Claim>>
    {
        public Access Access => Access.Job;
    }

    /// <param name="Other">The copy that is referred to, of a spare one.</param>
    public sealed record Claim(StagedFate Fate, StoredCopy? Other = null);

    internal sealed class Handler(Db db) : IRequestHandler<Command, Dictionary<string, Claim>>
    {
        private sealed record Row(string Key, bool IsBlob);

        private sealed record Spare(string Own, string Store, string Key, long Size, bool Suspected);

        public async Task<Dictionary<string, Claim>> Handle(Command command, CancellationToken ct)
        {
            var claims = command.Keys.ToDictionary(k => k.ToString(), _ => new Claim(StagedFate.Stays), StringComparer.Ordinal);
            // Whose lock is not to be had is being committed this very moment.
            var free = await db.ListAsync<string>(
                "SELECT k.key FROM unnest(@Keys, @Locks) AS k (key, lock) WHERE pg_try_advisory_xact_lock(k.lock)",
                new { Keys = claims.Keys.ToArray(), Locks = command.Keys.Select(BlobReferences.LockOf).ToArray() }, ct);
            foreach (var key in free) claims[key] = new(StagedFate.Abandoned);

            // Each in one snapshot, after the locks: an upload that is being completed is seen either as pending or as a blob.
            var args = new { command.Store, Keys = free.ToArray(), command.SettledBefore };
            if (!command.Judged)
            {
                foreach (var spare in await db.ListAsync<Spare>("""
                    SELECT k.key AS own, b.store, b.key, b.stored_size AS size, b.suspected_at IS NOT NULL OR b.state = 'damaged' AS suspected
                    FROM unnest(@Keys) AS k (key)
                    JOIN blobs b ON b.sha256 = decode(substr(k.key, 4, 64), 'hex')
                    """, args, ct)) claims[spare.Own] = new(StagedFate.Spare, new(spare.Store, spare.Key, spare.Size, spare.Suspected));
            }

            foreach (var row in await db.ListAsync<Row>("""
                SELECT staged_key AS key, false AS is_blob FROM uploads WHERE staged_store = @Store AND staged_key = ANY (@Keys) AND (completed_at IS NULL OR completed_at > @SettledBefore)
                UNION ALL
                SELECT key, true FROM blobs WHERE store = @Store AND key = ANY (@Keys)
                ORDER BY is_blob
                """, args, ct)) claims[row.Key] = new(row.IsBlob ? StagedFate.Kept : StagedFate.Stays);

            await db.ExecuteAsync("""
                INSERT INTO blob_deletions (store, key, due_at) SELECT @Store, k.key, @Due FROM unnest(@Keys) AS k (key)
                ON CONFLICT (store, key) DO UPDATE SET is_place = false, due_at = GREATEST(blob_deletions.due_at, excluded.due_at)
                """, new { command.Store, Keys = claims.Where(c => c.Value.Fate == StagedFate.Abandoned).Select(c => c.Key).ToArray(), Due = db.Now + Remembered }, ct);
            return claims;
        }
    }
}
