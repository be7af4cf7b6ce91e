using System.Security.Cryptography;

namespace DocMgmt.Blobs;

/// <summary>A SHA-256 (FIPS 180-4): 32 bytes, written as 64 lower-case hexadecimal digits. Equal when all bytes are.</summary>
public readonly struct Sha256Hash : IEquatable<Sha256Hash>
{
    private readonly byte[]? bytes;

    /// <param name="hash">Exactly 32 bytes; not copied, so not to be changed afterwards.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Sha256Hash(byte[] hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (hash.Length != SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(hash));
        bytes = hash;
    }

    /// <summary>The 32 bytes; all zero for <c>default</c>. Not to be changed.</summary>
    public byte[] Bytes => bytes ?? new byte[SHA256.HashSizeInBytes];

    /// <summary>Reads 64 hexadecimal digits of either case; false for anything else.</summary>
    public static bool TryParse(string? hex, out Sha256Hash hash)
    {
        hash = default;
        if (hex is not { Length: 64 } || !hex.All(char.IsAsciiHexDigit)) return false;
        hash = new(Convert.FromHexString(hex));
        return true;
    }

    public bool Equals(Sha256Hash other) => Bytes.AsSpan().SequenceEqual(other.Bytes);
    public override bool Equals(object? obj) => obj is Sha256Hash other && Equals(other);
    public override int GetHashCode() => BitConverter.ToInt32(Bytes);
    public override string ToString() => Convert.ToHexStringLower(Bytes);
    public static bool operator ==(Sha256Hash left, Sha256Hash right) => left.Equals(right);
    public static bool operator !=(Sha256Hash left, Sha256Hash right) => !left.Equals(right);
}
