using System.Security.Cryptography;
using DocMgmt.Drive.Database;

namespace DocMgmt.Drive.Seals;

/// <summary>The chain's end, where one command at a time adds to it.</summary>
internal sealed class SealChain(Db db, SealKeys keys)
{
    private const string LockId = "8301202600000003";
    /// <summary>The last position that is sealed. What claims to seal positions that nobody gave is none of ours.</summary>
    public const string LastPosition = $"""
        COALESCE((
            SELECT s.last_position FROM audit_seals s WHERE s.kind = '{Seal.Events}' AND s.last_position <= (SELECT last_position FROM event_sequencer) ORDER BY s.last_position DESC LIMIT 1
        ), 0)
        """;

    /// <summary>Holds the end until COMMIT. Comes before all other locks of those commands.</summary>
    public Task LockAsync(CancellationToken ct) => db.ExecuteAsync($"SELECT pg_advisory_xact_lock({LockId})", null, ct);

    /// <summary>Adds a seal; under <see cref="LockAsync"/>, and in a statement after it.</summary>
    /// <param name="said">What it says; its place in the chain, its time and its signature are not in it yet.</param>
    /// <returns>The whole seal.</returns>
    /// <exception cref="InvalidOperationException">The chain is not the one that was made here, or the key is not there.</exception>
    public async Task<Seal> AppendAsync(Seal said, CancellationToken ct)
    {
        if (keys.Last is { } known && !known.Is(await db.SingleOrDefaultAsync<Seal>($"SELECT {Seal.Columns} FROM audit_seals s WHERE s.id = @Id", new { known.Id }, ct)))
            throw new InvalidOperationException($"Seal {known}, which was made here, is not in the database: the audit log was cut off or made anew, or the database is an older one, from a backup. Nothing is sealed until that is known: run audit verify, then delete the note beside the key to go on.");
        var last = await db.SingleOrDefaultAsync<Seal>($"SELECT {Seal.Columns} FROM audit_seals s ORDER BY s.id DESC LIMIT 1", null, ct);
        var next = said with { Id = (last?.Id ?? 0) + 1, ContentHash = SHA256.HashData(said.EventHashes ?? []), SealedAt = db.Now, PreviousHash = last?.Hash ?? Seal.BeforeTheFirst };
        var signed = keys.Sign(next);
        await db.ExecuteAsync("""
            INSERT INTO audit_seals (id, kind, month, first_position, last_position, events, user_id, event_hashes, content_hash, sealed_at, previous_hash, hash, key_id, signature)
            VALUES (@Id, @Kind, @Month, @FirstPosition, @LastPosition, @Count, @UserId, @EventHashes, @ContentHash, @SealedAt, @PreviousHash, @Hash, @KeyId, @Signature)
            """, signed, ct);
        db.AfterCommit(() => keys.Note(signed));
        return signed;
    }
}
