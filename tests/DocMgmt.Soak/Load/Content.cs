using System.Security.Cryptography;

namespace DocMgmt.Soak.Load;

/// <summary>Bytes and their hash; the same seed and length make the same bytes.</summary>
internal sealed class Content
{
    public Content(int seed, int length)
    {
        Bytes = new byte[length];
        new Random(seed).NextBytes(Bytes);
        Sha256 = HashOf(Bytes);
    }

    public byte[] Bytes { get; }
    public string Sha256 { get; }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The answer to a proof of possession.</summary>
    /// <param name="nonce">Hexadecimal.</param>
    public string Prove(string nonce, IEnumerable<(long Offset, int Length)> ranges)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(nonce));
        foreach (var (offset, length) in ranges) hash.AppendData(Bytes.AsSpan((int)offset, length));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
