using System.Security.Cryptography;

namespace DocMgmt.Drive.Seals;

/// <summary>Checks seals, one after the other: that each is as it was made, by one who had the key, and follows the one before it.</summary>
internal sealed class ChainCheck(SealKeys keys, AuditFindings findings, IReadOnlyDictionary<string, long> drops)
{
    private Seal? last;

    /// <summary>Whether it follows the seal before it: else some may be missing.</summary>
    public bool Follows(Seal seal)
    {
        var (expected, previous) = ((last?.Id ?? 0) + 1, last?.Hash ?? Seal.BeforeTheFirst);
        last = seal;
        if (seal.Id != expected) return Fails(seal.Id == expected + 1 ? $"Seal {expected} is missing." : $"Seals {expected} to {seal.Id - 1} are missing.");
        return seal.PreviousHash.AsSpan().SequenceEqual(previous) || Fails($"Seal {seal.Id} does not follow the seal before it, one of which was changed.");
    }

    /// <summary>Whether it says what it said when it was made. One that is signed with an unknown key may: that is reported, and what it says is checked.</summary>
    public bool IsWhole(Seal seal)
    {
        if (!seal.Hash.AsSpan().SequenceEqual(seal.Computed()) || !HasItsShape(seal)) return Fails($"Seal {seal.Id} was changed.");
        if (seal.EventHashes is { } hashes ? !SHA256.HashData(hashes).AsSpan().SequenceEqual(seal.ContentHash) : seal.Kind == Seal.Events && !IsDropped(seal))
            return Fails($"Seal {seal.Id} has lost or changed the hashes of its events.");
        return keys.Verify(seal.KeyId, seal.Hash, seal.Signature) switch
        {
            true => true,
            false => Fails($"Seal {seal.Id} has a false signature."),
            null => !Fails($"Seal {seal.Id} was signed with a key that is not known here, {seal.KeyId}: add it to the file of Audit__SealKey."),
        };
    }

    /// <summary>Whether one who had a key that is known here made it as it is.</summary>
    public static bool IsGenuine(Seal seal, SealKeys keys) => seal.Hash.AsSpan().SequenceEqual(seal.Computed()) && keys.Verify(seal.KeyId, seal.Hash, seal.Signature) == true;

    private static bool HasItsShape(Seal seal) => seal.Kind != Seal.Events || (seal is { Month: not null, FirstPosition: > 0, LastPosition: < long.MaxValue }
        && seal.LastPosition - seal.FirstPosition + 1 == seal.Count && (seal.EventHashes is null || seal.EventHashes.Length == seal.Count * Seal.HashBytes));

    // A month that something came into after it was dropped has seals again.
    private bool IsDropped(Seal seal) => seal.Month is { } month && drops.TryGetValue(month, out var drop) && drop > seal.Id;

    private bool Fails(string text)
    {
        findings.Add(Tampering.Seal, null, null, text);
        return false;
    }
}
