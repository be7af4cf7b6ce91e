using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DocMgmt.Drive.Seals;

/// <summary>One link of the chain, as <c>audit_seals</c> has it. What a seal says can't be changed without breaking its hash, the hash of the next one, and its signature.</summary>
internal sealed record Seal
{
    public const string Events = "events";
    public const string Drop = "drop";
    public const string Erasure = "erasure";
    public const int HashBytes = 32;

    /// <summary>What stands for the hash of the seal before in the first one.</summary>
    public static readonly byte[] BeforeTheFirst = new byte[HashBytes];

    public const string Columns = "s.id, s.kind, s.month, s.first_position, s.last_position, s.events AS count, s.user_id, s.event_hashes, s.content_hash, s.sealed_at, s.previous_hash, s.hash, s.key_id, s.signature";

    /// <summary>Consecutive from 1.</summary>
    public long Id { get; init; }

    /// <summary>What it tells: of events, that they are these; of a month, that it was dropped; of a user, that the details of what they did were erased.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Of all its events, UTC, as <c>2026-11</c>.</summary>
    public string? Month { get; init; }
    public long? FirstPosition { get; init; }
    public long? LastPosition { get; init; }

    /// <summary>How many.</summary>
    public long Count { get; init; }
    public long? UserId { get; init; }

    /// <summary>32 bytes an event, in the order of positions; null once their month was dropped.</summary>
    public byte[]? EventHashes { get; init; }

    /// <summary>SHA-256 of the event hashes.</summary>
    public byte[] ContentHash { get; init; } = [];
    public DateTime SealedAt { get; init; }

    /// <summary>Of the seal before; 32 zeros in the first.</summary>
    public byte[] PreviousHash { get; init; } = [];
    public byte[] Hash { get; init; } = [];

    /// <summary>Which key signed it.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>ECDSA (FIPS 186-5) over P-256 of <see cref="Hash"/>, IEEE P1363 format.</summary>
    public byte[] Signature { get; init; } = [];

    /// <summary>What <see cref="Hash"/> must be: SHA-256 of everything else but the signature, as a JSON array.</summary>
    public byte[] Computed() => SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new object?[]
    {
        Id, Kind, Month, FirstPosition, LastPosition, Count, UserId,
        Convert.ToHexStringLower(ContentHash), (SealedAt - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, Convert.ToHexStringLower(PreviousHash), KeyId,
    })));
}
