using System.Security.Cryptography;
using DocMgmt.Blobs;

namespace DocMgmt.Drive.Files;

/// <summary>Whose content needs no bytes.</summary>
public enum InstantUploads
{
    /// <summary>What the caller can read already, and what they prove to have.</summary>
    Proof,

    /// <summary>Everything that is stored: who knows a hash gets the content. Only where everybody trusts everybody.</summary>
    Trust,

    /// <summary>What the caller can read already.</summary>
    Off,
}

/// <param name="Offset">From the content's beginning, in bytes.</param>
/// <param name="Length">In bytes.</param>
public sealed record PossessionRange(long Offset, int Length);

/// <summary>A question that only somebody who has the whole content can answer: SHA-256 over the nonce, then the ranges' bytes in their order.</summary>
/// <param name="Nonce">Hexadecimal, 32 bytes.</param>
public sealed record Possession(string Nonce, IReadOnlyList<PossessionRange> Ranges)
{
    /// <summary>Smaller contents are always sent: the question would be most of the content.</summary>
    public const long LeastBytes = 1 << 20;

    private const int Count = 64;
    private const int RangeLength = 256;
    private const int NonceBytes = 32;

    /// <summary>A new question about a content of that length, of at least <see cref="LeastBytes"/>.</summary>
    public static Possession Ask(long sizeBytes) => new(
        RandomNumberGenerator.GetHexString(NonceBytes * 2, lowercase: true),
        [.. Enumerable.Range(0, Count).Select(_ => new PossessionRange(Below(sizeBytes - RangeLength + 1), RangeLength))]);

    internal static Possession Of(byte[] nonce, long[] offsets) => new(Convert.ToHexStringLower(nonce), [.. offsets.Select(o => new PossessionRange(o, RangeLength))]);

    /// <summary>The right answer; of a content that is shorter than the ranges say, nothing.</summary>
    internal async Task<Sha256Hash?> AnswerAsync(Stream content, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(Nonce));
        var buffer = new byte[RangeLength];
        foreach (var range in Ranges)
        {
            content.Position = range.Offset;
            if (await content.ReadAtLeastAsync(buffer, range.Length, throwOnEndOfStream: false, ct) < range.Length) return null;
            hash.AppendData(buffer);
        }

        return new(hash.GetHashAndReset());
    }

    private static long Below(long bound) => (long)((UInt128)BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) * (ulong)bound >> 64);
}
