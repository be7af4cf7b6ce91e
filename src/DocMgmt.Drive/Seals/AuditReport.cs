namespace DocMgmt.Drive.Seals;

/// <summary>What <see cref="AuditVerifier"/> found.</summary>
/// <param name="Events">How many it looked at.</param>
/// <param name="Unsealed">Of them, those that came after the last seal.</param>
/// <param name="Erased">Of them, those whose details were erased, as a seal says.</param>
/// <param name="DroppedMonths">Those that a seal says were dropped, as <c>2026-11</c>.</param>
/// <param name="LastSeal">Null: there is none yet.</param>
/// <param name="Count">Of all findings; the first <see cref="MostFindings"/> are shown.</param>
public sealed record AuditReport(long Events, long Unsealed, long Erased, long Seals, IReadOnlyList<string> DroppedMonths, SealPoint? LastSeal, long Count, IReadOnlyList<AuditFinding> Findings)
{
    public const int MostFindings = 1_000;
}

/// <summary>A seal, by which a later verification finds out whether anything up to it was cut off.</summary>
/// <param name="Position">Of the last event that is sealed; null: none is.</param>
/// <param name="Hash">64 hexadecimal digits.</param>
public sealed record SealPoint(long Id, long? Position, string Hash)
{
    public override string ToString() => $"{Id}:{Hash}";

    /// <summary>Null: it is none.</summary>
    public static SealPoint? Parse(string? text) => text?.Split(':') is [var id, { Length: 2 * Seal.HashBytes } hash] && long.TryParse(id, out var number) && number > 0 && hash.All(char.IsAsciiHexDigit) ? new(number, null, hash) : null;

    internal static SealPoint Of(Seal seal) => new(seal.Id, seal.LastPosition, Convert.ToHexStringLower(seal.Hash));

    internal bool Is(Seal? seal) => seal is not null && seal.Id == Id && Convert.ToHexStringLower(seal.Hash).Equals(Hash, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Something that is not as it was sealed.</summary>
/// <param name="Position">Of the event; null where it is about a seal.</param>
/// <param name="EventId">Null where there is no event.</param>
/// <param name="Text">For people.</param>
public sealed record AuditFinding(Tampering Kind, long? Position, long? EventId, string Text);

public enum Tampering
{
    /// <summary>An event says something else than when it was sealed.</summary>
    Changed,

    /// <summary>An event is not there.</summary>
    Missing,

    /// <summary>An event is there that was not.</summary>
    Inserted,

    /// <summary>An event stands where another one was sealed.</summary>
    Reordered,

    /// <summary>A seal itself: changed, missing, or made without the key.</summary>
    Seal,
}
