using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DocMgmt.Api.Hosting;

namespace DocMgmt.Api.Auth;

/// <summary>The URLs that announced uploads are PUT to: whoever bears one needs no token, for an hour, for that one upload.</summary>
public sealed class UploadUrls(Settings settings, Keys keys, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly byte[] key = keys.For("upload url");

    /// <summary>Absolute.</summary>
    public (Uri Url, DateTime ExpiresAt) For(long versionId, HttpRequest request)
    {
        var expiresAt = clock.GetUtcNow() + Life;
        var expires = expiresAt.ToUnixTimeSeconds();
        var server = settings.PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        var url = new Uri($"{server}/v1/files/upload/{versionId}/content?expires={expires}&signature={Sign(versionId, expires)}");
        return (url, DateTimeOffset.FromUnixTimeSeconds(expires).UtcDateTime);
    }

    public bool IsGood(long versionId, long expires, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(versionId, expires)), Encoding.UTF8.GetBytes(signature))
        && clock.GetUtcNow().ToUnixTimeSeconds() < expires;

    private string Sign(long versionId, long expires) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"PUT upload {versionId} until {expires}")));
}
