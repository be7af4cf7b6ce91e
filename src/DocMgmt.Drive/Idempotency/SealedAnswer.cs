using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Idempotency;

/// <summary>
/// What is kept of an Idempotency-Key and its answer: hashes, and the answer under AES-256-GCM with a key derived (HKDF, RFC 5869) from the
/// Idempotency-Key. Who reads the table learns neither.
/// </summary>
internal sealed class SealedAnswer
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new Sha256JsonConverter() }, NumberHandling = JsonNumberHandling.Strict };

    // What a message says of itself to the pipeline is no part of what was asked: another build may say it otherwise.
    private static readonly JsonSerializerOptions Asked = new(Json)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { type => { foreach (var own in type.Properties.Where(p => p.PropertyType == typeof(Access) || p.PropertyType == typeof(Locks)).ToList()) type.Properties.Remove(own); } },
        },
    };

    private readonly byte[] encryptionKey;
    private readonly byte[] fingerprintKey;

    public SealedAnswer(IdempotencyKey key, long? userId)
    {
        var secret = Encoding.UTF8.GetBytes($"{userId}\n{key.Route}\n{key.Key}");
        Scope = SHA256.HashData(secret);
        encryptionKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "docmgmt idempotency answer"u8.ToArray());
        fingerprintKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "docmgmt idempotency fingerprint"u8.ToArray());
    }

    /// <summary>SHA-256 of caller, method, route and key: 32 bytes, the row's primary key.</summary>
    public byte[] Scope { get; }

    /// <summary>The advisory lock of this scope.</summary>
    public long LockId => BitConverter.ToInt64(Scope);

    /// <summary>Of what was asked: 32 bytes, equal for equal requests under this key.</summary>
    public byte[] Fingerprint(object asked) => HMACSHA256.HashData(fingerprintKey, JsonSerializer.SerializeToUtf8Bytes(asked, asked.GetType(), Asked));

    /// <summary>Nonce (12 bytes), tag (16 bytes), then the encrypted JSON.</summary>
    public byte[] Seal<T>(T answer)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(answer, Json);
        var sealedBytes = new byte[12 + 16 + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, 12));
        using var aes = new AesGcm(encryptionKey, 16);
        aes.Encrypt(sealedBytes.AsSpan(0, 12), plain, sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16));
        return sealedBytes;
    }

    public T Open<T>(byte[] sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - 28];
        using var aes = new AesGcm(encryptionKey, 16);
        aes.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16), plain);
        return JsonSerializer.Deserialize<T>(plain, Json)!;
    }
}
