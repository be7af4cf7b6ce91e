using System.Security.Cryptography;
using DocMgmt.Drive.Files;

namespace DocMgmt.Drive.Resumable;

/// <summary>What a request says of the hash of its own body (tus 1.0.0, checksum).</summary>
public sealed record BodyChecksum
{
    private static readonly Dictionary<string, HashAlgorithmName> Known = new(StringComparer.Ordinal)
    {
        ["sha1"] = HashAlgorithmName.SHA1, ["sha256"] = HashAlgorithmName.SHA256, ["sha512"] = HashAlgorithmName.SHA512, ["md5"] = HashAlgorithmName.MD5,
    };

    private BodyChecksum(HashAlgorithmName algorithm, byte[] value) => (Algorithm, Value) = (algorithm, value);

    /// <summary>The names that requests may say.</summary>
    public static IReadOnlyCollection<string> Algorithms => Known.Keys;

    internal HashAlgorithmName Algorithm { get; }
    internal byte[] Value { get; }

    /// <param name="value">In base64.</param>
    /// <returns>Null: an unknown algorithm, or no hash of it.</returns>
    public static BodyChecksum? Of(string algorithm, string value)
    {
        var bytes = new byte[SHA512.HashSizeInBytes];
        if (!Known.TryGetValue(algorithm, out var name) || !Convert.TryFromBase64String(value, bytes, out var length)) return null;
        using var hash = IncrementalHash.CreateHash(name);
        return hash.HashLengthInBytes == length ? new(name, bytes[..length]) : null;
    }
}

/// <summary>Passes reads on and hashes what passes. Does not own the stream that it reads.</summary>
internal sealed class HashedStream(Stream content, BodyChecksum expected) : ForwardStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(expected.Algorithm);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..read]);
        return read;
    }

    /// <summary>Whether what was read is what was expected.</summary>
    public bool Fits() => CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), expected.Value);

    protected override void Dispose(bool disposing)
    {
        if (disposing) hash.Dispose();
        base.Dispose(disposing);
    }
}
