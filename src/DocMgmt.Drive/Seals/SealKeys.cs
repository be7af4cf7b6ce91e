using System.Security.Cryptography;

namespace DocMgmt.Drive.Seals;

/// <summary>
/// The key that signs seals, and those that did before: a PEM file apart from the database. Its first private key signs; every other block, private or public,
/// is only known. Where there is only a public key, seals can be verified and none made.
/// </summary>
public sealed class SealKeys(string path)
{
    private const string NewKeyNote = "# Signs the seals of the audit log. Keep it apart from the database, and in a backup: without it they can't be verified.\n";

    private readonly Lazy<(Dictionary<string, ECDsa> Known, ECDsa? Signer)> keys = new(() => Read(path, make: false));
    private readonly Lazy<(Dictionary<string, ECDsa> Known, ECDsa? Signer)> made = new(() => Read(path, make: true));

    /// <summary>Names a key: the first 16 hexadecimal digits of the SHA-256 of its public part (SubjectPublicKeyInfo, RFC 5280).</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));

    /// <summary>The last seal that was made here; null: none was. So a chain that somebody cut off or made anew is not gone on with.</summary>
    /// <exception cref="InvalidOperationException">The note is damaged.</exception>
    public SealPoint? Last
    {
        get
        {
            if (!File.Exists(notePath)) return null;
            return SealPoint.Parse(File.ReadAllText(notePath).Trim()) ?? throw new InvalidOperationException($"{notePath} is damaged: put it back from a backup, or verify the audit log and delete it.");
        }
    }

    private readonly string notePath = $"{path}.last";

    internal void Note(Seal seal)
    {
        var draft = $"{notePath}.{Guid.NewGuid():N}";
        File.WriteAllText(draft, $"{SealPoint.Of(seal)}\n");
        File.Move(draft, notePath, overwrite: true);
    }

    /// <summary>Makes the key for the first seal of all, where there is no file.</summary>
    /// <exception cref="InvalidOperationException">The file is damaged, has public keys only, or is not there any more.</exception>
    internal Seal Sign(Seal seal)
    {
        if (seal.Id > 1 && !File.Exists(path)) throw new InvalidOperationException($"{path}, the key that the audit log is sealed with, is not there: put it back from a backup, or put a new one there.");
        var signer = made.Value.Signer ?? throw new InvalidOperationException($"{path} has no private key: seals can be verified with it, not made.");
        var named = seal with { KeyId = IdOf(signer) };
        var hash = named.Computed();
        return named with { Hash = hash, Signature = signer.SignHash(hash) };
    }

    /// <summary>Null: the key is not known.</summary>
    internal bool? Verify(string keyId, byte[] hash, byte[] signature) => keys.Value.Known.TryGetValue(keyId, out var key) ? key.VerifyHash(hash, signature) : null;

    private static (Dictionary<string, ECDsa> Known, ECDsa? Signer) Read(string path, bool make)
    {
        if (!File.Exists(path))
        {
            if (!make) return ([], null);
            SecretFile.Make(path, NewKeyNote + ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem() + "\n");
        }

        var (known, signer) = (new Dictionary<string, ECDsa>(StringComparer.Ordinal), (ECDsa?)null);
        var rest = File.ReadAllText(path).AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            var (key, isPrivate) = (ECDsa.Create(), rest[block.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal));
            try
            {
                key.ImportFromPem(rest[block.Location]);
            }
            catch (Exception e) when (e is ArgumentException or CryptographicException)
            {
                throw new InvalidOperationException($"{path} is damaged: {e.Message} Put it back from a backup.", e);
            }

            known[IdOf(key)] = key;
            if (isPrivate) signer ??= key;
            rest = rest[block.Location.End..];
        }

        return known.Count > 0 ? (known, signer) : throw new InvalidOperationException($"{path} has no key in PEM: put it back from a backup.");
    }
}
